"""A service that does nothing but what a supervisor's tests need to see."""

import os
import time

from flask import Flask, Response, jsonify, request


def create_app():
    app = Flask(__name__)

    @app.get("/readyz")
    def readyz():
        return jsonify(status="ready")

    @app.get("/who")
    def who():
        return jsonify(environment=dict(os.environ), session=os.getsid(0), parent=os.getppid())  # noqa: TID251  # what the supervisor decided

    @app.get("/slow")
    def slow():
        time.sleep(float(request.args["seconds"]))
        return Response("done")

    return app
