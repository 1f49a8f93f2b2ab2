#!/usr/bin/env bash
# What a container does:  web | live | worker | migrate | manage <command> ...
set -euo pipefail

case "${1:-web}" in
web)
    exec gunicorn --config deploy/gunicorn.conf.py concierge.wsgi:application
    ;;
live)
    # WebSockets only, where nginx sends them; see concierge/asgi.py.
    exec uvicorn concierge.asgi:application --host 0.0.0.0 --port 8000 --lifespan on \
        --ws websockets-sansio --ws-max-size 1024 --ws-per-message-deflate false \
        --timeout-graceful-shutdown 5 --no-access-log
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
