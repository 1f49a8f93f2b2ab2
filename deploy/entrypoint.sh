#!/usr/bin/env bash
# What a container does:  web | worker | migrate | manage <command> ...
set -euo pipefail

case "${1:-web}" in
web)
    exec gunicorn --config deploy/gunicorn.conf.py concierge.wsgi:application
    ;;
worker)
    exec python manage.py qcluster
    ;;
migrate)
    python manage.py migrate --noinput
    # Does nothing when the cache lives in Redis or the table is there already.
    python manage.py createcachetable
    python manage.py sync_schedules
    ;;
manage)
    shift
    exec python manage.py "$@"
    ;;
*)
    exec "$@"
    ;;
esac
