"""The books as the dashboard asks them: `books` calls them, `kept` keeps anybody from asking them twice."""
