"""Who is here, for scripts: whose words may be sent, with which token, and for how long."""

from flask import Flask, Response, jsonify, request

from lms.domain.accounts import service as accounts
from lms.foundation import clock
from lms.web.offline import blueprint
from lms.web.shell import csrf, session
from lms.web.shell.access import members, public

READER = "Savimoka-Reader"


@blueprint.get("/here")
@public
def who_is_here() -> Response:
    """Say who is signed in in this browser; asking does not count as using the site."""
    person = session.viewer()
    ends = person.expires_at if person else None
    answer = jsonify(
        reader=str(person.id) if person else "",
        csrf_token=csrf.token() if person else "",
        seconds_left=max(0, int((ends - clock.now()).total_seconds())) if ends else None,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/here")
@members
def stay_here() -> Response:
    """Let the session begin its time anew, for who asked to stay signed in."""
    accounts.prolong_session(session.member().session_id)
    session.keep_cookie_longer()
    return Response(status=204)


def install(app: Flask) -> None:
    """Tell browsers whose page this is, so that a device never shows it to anybody else."""

    @app.after_request
    def name_reader(response: Response) -> Response:
        if request.method == "GET" and response.mimetype == "text/html":
            person = session.viewer()
            # Of a shared computer nobody's pages are kept, so they bear no name.
            if person and not person.is_shared_computer:
                response.headers[READER] = str(person.id)
        return response
