"""Sessions as the services with pages keep them: the cookie, the tokens in forms, and what the books say of a session.

The books keep the sessions themselves; a service with pages holds nothing but the token in its visitor's cookie.
"""
