"""The console's two cookies: the session's secret, and the token its changing requests repeat."""

from fastapi import Request, Response

from souk.tenancy.http import CSRF_COOKIE, SESSION_COOKIE, csrf_token, runtime_of


def set_session_cookies(request: Request, response: Response, secret: str, max_age_s: int) -> None:
    token = csrf_token(runtime_of(request).vault, secret)
    for name, value, is_hidden in ((SESSION_COOKIE, secret, True), (CSRF_COOKIE, token, False)):
        response.set_cookie(
            name,
            value,
            max_age=max_age_s,
            path="/",
            httponly=is_hidden,
            secure=request.url.scheme == "https",
            samesite="lax",
        )


def clear_session_cookies(request: Request, response: Response) -> None:
    for name in (SESSION_COOKIE, CSRF_COOKIE):
        response.delete_cookie(name, path="/", secure=request.url.scheme == "https", samesite="lax")
