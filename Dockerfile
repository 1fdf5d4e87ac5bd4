# Two images: `product` runs web, workers, beat and setup (docker-compose.yml says which runs what), `nginx` stands in front.
# BASE is any Debian 12 with Python 3.11 and its venv module. Where packages come through an office's proxy, its
# certificates and pip's configuration are given as build secrets and stay out of the image: docs/operations.md.
ARG BASE=python:3.11-slim-bookworm
ARG NGINX_BASE=debian:bookworm-slim

FROM ${BASE} AS builder
RUN python3 -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN --mount=type=secret,id=certificates --mount=type=secret,id=pip \
    if [ -s /run/secrets/certificates ]; then export PIP_CERT=/run/secrets/certificates; fi; \
    PIP_CONFIG_FILE=/run/secrets/pip /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /tmp/base.txt \
    && /venv/bin/pip uninstall --yes pip setuptools
WORKDIR /app
COPY . .
RUN /venv/bin/python -m compileall -q .

FROM ${BASE} AS product
# postgresql-client: backups; bubblewrap: locks in the programs that read uploads, where the host lets it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bubblewrap postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin ikm \
    && install -d -o ikm -g ikm /data /backups
COPY --from=builder /venv /venv
COPY --from=builder /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    IKM_VAR=/data DJANGO_SETTINGS_MODULE=lms.settings
USER 1000:1000
VOLUME /data
CMD ["python", "-m", "lms.web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--threads", "4"]

FROM ${NGINX_BASE} AS nginx
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       curl gettext-base nginx libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 1000 -g 1000 /var/cache/ikm
COPY deploy/nginx /etc/ikm/nginx
USER 1000:1000
VOLUME /var/cache/ikm
CMD ["sh", "/etc/ikm/nginx/start"]
