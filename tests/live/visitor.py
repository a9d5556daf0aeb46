"""A person at a plain browser without scripts: follows links, fills in the forms that pages show."""

import html.parser
import http.client
import secrets
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Answer:
    """What came back."""

    status: int
    url: str
    text: str
    location: str | None = None
    forms: list["ShownForm"] = field(default_factory=list)

    def form(self, action_end: str) -> "ShownForm":
        """Return the form whose address ends like this."""
        for form in self.forms:
            if urlsplit(form.action).path.endswith(action_end):
                return form
        raise LookupError(f"no form to …{action_end} on {self.url}: {[form.action for form in self.forms]}")


@dataclass
class ShownForm:
    """A form as the page shows it, with what is filled in already."""

    action: str
    method: str
    fields: list[tuple[str, str]]
    buttons: list[tuple[str, str]]


class Visitor:
    """Keeps cookies; tries again where nobody answered, as a person would press the button again."""

    def __init__(self, house_url: str, patience: float = 180) -> None:
        self.base = house_url
        self.patience = patience
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]] | dict[str, str]) -> Answer:
        """Send fields to an address."""
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        return self._ask("POST", path, urlencode(pairs))

    def send(self, form: ShownForm, *extra: tuple[str, str]) -> Answer:
        """Send a form with these values in place of, or beside, what it holds."""
        changed = {name for name, _value in extra}
        return self.post(form.action, [*(pair for pair in form.fields if pair[0] not in changed), *extra])

    def send_once(self, writer: int, form: ShownForm, *extra: tuple[str, str]) -> Answer:
        """Send a form as our script does: however often it is tried again, it is done once."""
        self.headers = {
            "Idempotency-Key": secrets.token_hex(16),
            "Savimoka-Writer": str(writer),
            "X-Requested-With": "fetch",
        }
        try:
            return self.send(form, *extra)
        finally:
            self.headers = {}

    def sign_in(self, email: str, password: str, language: str = "lt") -> None:
        """Sign in by the form."""
        shown = self.get(f"/{language}/sign-in")
        answer = self.send(shown.form("/sign-in"), ("email", email), ("password", password))
        if answer.status != 303:
            raise AssertionError(f"{email} could not sign in: {answer.status}")

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        end = time.monotonic() + self.patience
        while True:
            try:
                answer = self._ask_once(method, path, body)
                if answer.status not in (502, 503) or time.monotonic() > end:
                    return answer
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    raise
            time.sleep(0.2)

    def _ask_once(self, method: str, path: str, body: str | None) -> Answer:
        address = urlsplit(urljoin(self.base, path))
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **self.headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = self.base
        target = address.path + (f"?{address.query}" if address.query else "")
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        url = urljoin(self.base, path)
        return Answer(response.status, url, text, response.getheader("Location"), forms_of(text, url))


def forms_of(text: str, url: str) -> list[ShownForm]:
    reader = _FormReader(url)
    reader.feed(text)
    return reader.forms


class _FormReader(html.parser.HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[ShownForm] = []
        self._form: ShownForm | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.url, given.get("action") or urlsplit(self.url).path)
            self._form = ShownForm(action, given.get("method", "get").lower(), [], [])
            self.forms.append(self._form)
        elif self._form is not None:
            self._take_field(self._form, tag, given)

    def _take_field(self, form: ShownForm, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name:
            form.fields += _filled_in(name, value, given)
        elif tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((value, "selected" in given))
        elif tag == "textarea":
            self._textarea, self._text = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._choose_option()
        elif tag == "textarea" and self._textarea is not None:
            if self._form is not None:
                self._form.fields.append((self._textarea, self._text.removeprefix("\r").removeprefix("\n")))
            self._textarea = None

    def _choose_option(self) -> None:
        """A list in which nothing is chosen sends its first line, as browsers do."""
        chosen = [value for value, is_selected in self._options if is_selected] or [
            value for value, _is_selected in self._options[:1]
        ]
        if self._form is not None and self._select:
            self._form.fields += [(self._select, value) for value in chosen]
        self._select = ""

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data


def _filled_in(name: str, value: str, given: dict[str, str]) -> list[tuple[str, str]]:
    """Return what an input sends as it stands on the page."""
    if given.get("type") in ("checkbox", "radio"):
        return [(name, value or "on")] if "checked" in given else []
    return [] if given.get("type") in ("submit", "file", "button") else [(name, value)]
