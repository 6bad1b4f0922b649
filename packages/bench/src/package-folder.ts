/** This package's folder: from src/ and from dist/ alike. */
export const packageFolder = new URL("..", import.meta.url);
