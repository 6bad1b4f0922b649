import { sentimentPage } from "./sentiment/page.ts";

sentimentPage();
