"""How the web process runs: two processes of four threads, about what a small machine can feed."""

import os

bind = "0.0.0.0:8000"  # inside a container; nginx stands in front
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
# Longer than nginx keeps its idle connections, so that it never writes into a closed one.
keepalive = 75
# The heartbeat file and the control socket must not need a writable disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - in memory: a heartbeat must not wait for a disk
control_socket_disable = True
# Workers are replaced now and then, not all at once, so that a slow leak never matters.
max_requests = 5000
max_requests_jitter = 500
accesslog = "-"
access_log_format = '%({x-forwarded-for}i)s "%(r)s" %(s)s %(b)s %(M)sms %({x-request-id}o)s'
