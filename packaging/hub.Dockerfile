# The hub in a container; compose.yaml builds it from the top of the checkout.
FROM python:3.13-slim
WORKDIR /opt/rep-console
COPY packaging/requirements.lock packaging/requirements.lock
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r packaging/requirements.lock
COPY console console
COPY packaging/bootstrap.py packaging/bootstrap.py
RUN useradd --system --home-dir /var/lib/rep-console --create-home rep-console
USER rep-console
VOLUME /var/lib/rep-console
ENTRYPOINT ["/opt/rep-console/.venv/bin/python3", "-m", "console", "hub"]
CMD ["run", "--config", "/etc/rep-console/hub.toml"]
