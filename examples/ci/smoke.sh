#!/bin/sh
# Smoke checks from any shell. With AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET (a machine-to-machine client
# that may read) and ORDERS_SECRET they are of that tenant; without AUTH0_DOMAIN of the embedded one: no secret at all.
#
#   sh smoke.sh                       what a person reads
#   sh smoke.sh -o junit > auth0.xml  what a CI server reads; the exit code is the same
set -eu
cd "$(dirname "$0")"

if [ -z "${AUTH0_DOMAIN:-}" ]; then
  AUTH0CTL_HOME=$(mktemp -d) # a tenant for this run alone
  export AUTH0CTL_HOME AUTH0CTL_TENANT=local
  trap 'rm -rf "$AUTH0CTL_HOME"' EXIT
  export ORDERS_SECRET=only-the-embedded-tenant-knows-this-one
  auth0ctl local seed tenant.json -o quiet
fi

auth0ctl smoke auth0ctl.toml --no-browser "$@"
