#!/bin/sh
# Makes static/vendor/tus.min.js anew from the sources in the npm package, without what old browsers and Node need: half
# the bytes of the package's own dist/. Needs npm; nothing else of this project does.
set -eu
version=4.3.1
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-save "tus-js-client@$version" esbuild@0.28.2
echo 'export { Upload, isSupported } from "./node_modules/tus-js-client/lib/browser/index.js";' >entry.js
npx esbuild entry.js --bundle --minify --format=iife --global-name=tus --target=es2017 --legal-comments=none \
  --banner:js="/* tus-js-client $version with url-parse, js-base64, querystringify, requires-port: static/vendor/LICENSES.txt */" \
  --outfile="$root/static/vendor/tus.min.js"
