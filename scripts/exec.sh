#!/bin/sh
# A script shell that becomes the command: exec.sh -c "node scripts/unroll.mjs ..."
eval "exec $2"
