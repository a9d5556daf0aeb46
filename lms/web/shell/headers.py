"""What every answer tells the browser about safety and caching."""

from flask import Flask, Response, request

CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def install(app: Flask, *, production: bool) -> None:
    """Add the headers; an answer that set its own policy keeps it."""
    said = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Content-Security-Policy": CSP,
        "Cache-Control": "private, no-cache",
    }
    if production:
        said["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    always = [(name.lower(), name, value) for name, value in said.items()]

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        if request.endpoint == "static":
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        # Looked through once, not three times for each name, since this is done for every answer.
        present = {name.lower() for name, _value in headers}
        for key, name, value in always:
            if key not in present:
                headers.add(name, value)
        return response
