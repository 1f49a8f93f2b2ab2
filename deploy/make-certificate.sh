#!/usr/bin/env bash
# A self-signed certificate for trying the compose set-up on one machine. The real one goes to the
# same place under the same names.  deploy/make-certificate.sh [host]
set -euo pipefail
cd "$(dirname "$0")/.."

host=${1:-localhost}
mkdir -p var/certificates
openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host" \
    -keyout var/certificates/privkey.pem -out var/certificates/fullchain.pem 2>/dev/null
# nginx in its container runs as another user and must be able to read the key.
chmod 644 var/certificates/privkey.pem
echo "Wrote var/certificates/ for $host (self-signed, 90 days)."
