"""The importer on the command line: found a chain, seed a demo, import, make up purchases."""

import typer

from api_service.importer.cli import filling, founding


def register(app: typer.Typer) -> None:
    """Add these commands to api-service's command line."""
    filling.register(app)
    founding.register(app)
