# One image for web, workers and beat; docker-compose.yml says which runs what.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}
ENV PYTHONUNBUFFERED=1 IKM_VAR=/data DJANGO_SETTINGS_MODULE=lms.settings
RUN useradd --uid 1000 --create-home ikm && install -d -o ikm /data
WORKDIR /app
COPY requirements/uv.txt requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && uv pip install --system --no-cache --require-hashes -r requirements/base.txt
COPY . .
USER ikm
VOLUME /data
CMD ["python", "-m", "lms.web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--threads", "4"]
