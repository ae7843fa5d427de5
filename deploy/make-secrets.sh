#!/bin/sh
# Makes what compose.yaml takes by file: the site key, passwords, and certificates of an authority of this machine alone. Run once, before
# the first start; what is there stays as it is. The folder is closed to others; the files in it are read by users of containers.
# deploy/make-secrets.sh [FOLDER] [NAME OF THE GATEWAY]
set -eu
folder=${1:-$(dirname "$0")/secrets}
gateway=${2:-localhost}
umask 077
mkdir -p "$folder/trusted"
cd "$folder"

# fresh FILE COMMAND…: whole or not at all, and only where it is not there yet.
fresh() {
  file=$1
  shift
  [ -e "$file" ] && return
  "$@" > "$file.new"
  mv "$file.new" "$file"
}

# certificate NAME COMMON-NAME SUBJECT-ALT-NAMES
certificate() {
  [ -e "$1.crt" ] && return
  openssl req -new -newkey rsa:3072 -nodes -subj "/CN=$2" -keyout "$1.pem" -out "$1.csr" 2> /dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA trusted/ca.crt -CAkey ca.pem -CAserial ca.srl -CAcreateserial -days 825 -sha256 \
    -extfile "$1.ext" -out "$1.crt" 2> /dev/null
  rm "$1.csr" "$1.ext"
}

fresh site.key openssl rand 32
fresh eventstore.password openssl rand -hex 24
fresh mongodb.password openssl rand -hex 24
[ -e trusted/ca.crt ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -sha256 -subj '/CN=patient-flow engines' \
  -keyout ca.pem -out trusted/ca.crt 2> /dev/null
certificate eventstore eventstoredb-node 'DNS:eventstore,DNS:localhost,IP:127.0.0.1'
certificate gateway "$gateway" "DNS:$gateway"

fresh eventstore.env printf 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD=%s\nEVENTSTORE_DEFAULT_OPS_PASSWORD=%s\n' \
  "$(cat eventstore.password)" "$(openssl rand -hex 24)"
fresh eventstore.url printf 'esdb://admin:%s@eventstore:2113?tls=true&tlsCAFile=/run/secrets/engines-ca' \
  "$(cat eventstore.password)"
fresh mongodb.url printf 'mongodb://patient-flow:%s@mongodb:27017/patient-flow?authSource=admin&retryWrites=false&journal=true' \
  "$(cat mongodb.password)"
chmod 755 trusted
chmod 444 site.key ./*.crt eventstore.pem gateway.pem ./*.url mongodb.password trusted/ca.crt
