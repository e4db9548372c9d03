# Production image: one image, five services (docker-compose.yml). PostgreSQL and Redis are not in it.
FROM debian:bookworm-slim AS base
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /home/oversight oversight

FROM base AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv nodejs npm
WORKDIR /app
COPY package.json package-lock.json .npmrc pyproject.toml requirements*.lock ./
COPY scripts scripts
COPY static static
RUN python3 -m scripts.install
COPY . .
# The settings demand these names; collecting static files uses none of them.
RUN SECRET_KEY=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build \
    .venv/bin/python manage.py collectstatic --noinput --ignore=redoc && rm -rf node_modules .data

FROM base
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN install -d -o oversight -g oversight -m 0700 /data /app/.data
USER oversight
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
CMD ["gunicorn", "oversight.wsgi:application", "--bind=0.0.0.0:8000", "--workers=4", "--threads=4", "--timeout=120", \
     "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
