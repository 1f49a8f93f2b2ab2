# One image for web, worker and the one-shot migration; deploy/entrypoint.sh chooses.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
RUN python3 -m venv /srv/venv
COPY requirements/base.txt /srv/requirements.txt
RUN /srv/venv/bin/pip install --require-hashes -r /srv/requirements.txt

FROM packages AS application
WORKDIR /srv/app
COPY . .
# The real settings, with values that stand in for the real environment: nothing is served here.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN set -a && source deploy/build.env && set +a \
    && /srv/venv/bin/python deploy/messages.py compile \
    && /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /srv/venv/bin/python -m compileall -q .

FROM ${BASE}
ENV DJANGO_SETTINGS_MODULE=concierge.settings.production \
    HOME=/tmp \
    MEDIA_ROOT=/srv/media \
    PATH=/srv/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/srv/app/site:/srv/app \
    PYTHONUNBUFFERED=1
# PDF files are laid out with pango; the fonts also have Arabic and Cyrillic letters.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 concierge \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin concierge \
    && install -d -o 10001 -g 10001 /srv/media
COPY --from=packages /srv/venv /srv/venv
COPY --from=application /srv/app /srv/app
WORKDIR /srv/app
USER 10001:10001
VOLUME /srv/media
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["bash", "deploy/entrypoint.sh"]
CMD ["web"]
