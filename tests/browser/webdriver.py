"""webdriver.py - a headless Chromium spoken to through chromedriver (W3C WebDriver), with
nothing but Python's standard library.

    with Browser(languages="ja") as b:
        b.open("http://127.0.0.1:8470/")
        b.type("#query", "DEMO-35-012")
        b.click("button.primary")
        b.wait(".card")

Chromium's own commands (CDP) go the same way, for colours, sizes and downloads."""

import base64
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
START = 60     # seconds that Chromium may take to start on a busy machine
PATIENCE = 20  # seconds that something asked for may take to appear


class BrowserError(Exception):
    """What chromedriver refused, or what did not come."""


def missing():
    """What is not installed, or None."""
    for program in ("chromedriver", "chromium"):
        if not shutil.which(program):
            return f"{program} is not installed (make deps-browser)"
    return None


class Browser:
    def __init__(self, languages="ja", width=1440, height=900, dark=False, scale=1):
        self.folder = tempfile.mkdtemp(prefix="tensen-browser-")
        self.profile = os.path.join(self.folder, "profile")
        self.downloads = os.path.join(self.folder, "downloads")
        os.mkdir(self.downloads)
        self.log = open(os.path.join(self.folder, "log"), "w+", encoding="utf-8")
        self.programs = []
        self.base = ""
        try:
            driver = self._start(["chromedriver", "--port=0"], stdout=subprocess.PIPE)
            chromium = self._start(["chromium", *self._flags(languages)])
            self.driver = http.client.HTTPConnection("127.0.0.1", self._port(driver), timeout=60)
            self.base = f"/session/{self._session(self._address(chromium))['sessionId']}"
            self.size(width, height, scale)
            self.colours(dark)
            self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=self.downloads)
        except BaseException as e:
            said = self._said()
            self.close()
            raise BrowserError(f"{e}\n{said}") if isinstance(e, BrowserError) else e

    def _start(self, command, stdout=subprocess.DEVNULL):
        self.programs.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=self.log, text=True))
        return self.programs[-1]

    def _said(self):
        """The last lines that the programs wrote."""
        self.log.seek(0)
        return "".join(self.log.readlines()[-10:])

    def _flags(self, languages):
        # a sandbox needs another user than root; /dev/shm of a container is small
        return ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.profile}",
                f"--accept-lang={languages}", f"--lang={languages.split(',')[0]}",
                "--disable-gpu", "--disable-gpu-rasterization", "--disable-software-rasterizer",
                "--disable-extensions", "--disable-component-extensions-with-background-pages", "--disable-sync",
                "--disable-breakpad", "--disable-dev-shm-usage", "--disable-background-networking", "--process-per-site",
                "--hide-scrollbars", "--no-first-run", "about:blank"] + (["--no-sandbox"] if os.geteuid() == 0 else [])

    def _port(self, driver):
        for line in driver.stdout:
            if "started successfully on port" in line:
                return int(line.strip().rstrip(".").split()[-1])
        raise BrowserError("chromedriver did not start")

    def _address(self, chromium):
        """Where Chromium listens, which it writes down when it does.

        Chromedriver is given it, rather than left to start Chromium itself: then it asks for
        "localhost", which a machine without /etc/hosts (a fresh debootstrap) does not know."""
        end = time.monotonic() + START
        while time.monotonic() < end and chromium.poll() is None:
            with contextlib.suppress(OSError), open(os.path.join(self.profile, "DevToolsActivePort"), encoding="ascii") as f:
                port = f.read().split("\n")
                if len(port) > 1:
                    return f"127.0.0.1:{port[0]}"
            time.sleep(0.05)
        raise BrowserError("chromium did not start")

    def _session(self, address):
        # requests are told only while they are watched: each is half a dozen messages
        options = {"debuggerAddress": address, "perfLoggingPrefs": {"enableNetwork": False, "enablePage": False}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
        return self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})

    def call(self, method, path, body=None):
        try:
            self.driver.request(method, self.base + path, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
            answer = self.driver.getresponse()
            value = json.load(answer)["value"]
        except (OSError, http.client.HTTPException) as e:
            self.driver.close()  # the next call connects again
            raise BrowserError(f"{method} {path}: {e!r}") from None
        if answer.status >= 400:
            raise BrowserError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}")
        return value

    def cdp(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def close(self):
        try:
            if self.base:
                self.call("DELETE", "")
                self.driver.close()
        except (OSError, BrowserError):
            pass
        for program in reversed(self.programs):
            program.terminate()
            program.wait()
            if program.stdout:
                program.stdout.close()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    # ---- what it looks like ----
    def size(self, width, height, scale=1):
        self.cdp("Emulation.setDeviceMetricsOverride",
                 width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def colours(self, dark):
        self.cdp("Emulation.setEmulatedMedia", media="", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def picture(self, path, whole=True):
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as f:
            f.write(base64.b64decode(shot["data"]))

    # ---- what a person does ----
    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def open_anew(self, url):
        """Loaded even where it differs from the present address behind the # alone."""
        if self.url().partition("#")[0] == url.partition("#")[0]:
            self.open("about:blank")
        self.open(url)

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        """Finding and clicking are three requests: an answer that comes between them may draw the element
        anew, and then the new one is clicked.  One that never holds still is a fault."""
        for last in (False, False, True):
            try:
                found = self.find(selector)
                # the driver scrolls no farther than it must, which may be beneath a header that stays
                self.script("arguments[0].scrollIntoView({ block: 'center' })", {ELEMENT: found})
                self.call("POST", f"/element/{found}/click", {})
                return
            except BrowserError as e:
                if last or "stale element" not in str(e):
                    raise

    def type(self, selector, text):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def clear(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/clear", {})

    def press(self, key):
        """A key for whatever has the focus."""
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def back(self):
        self.call("POST", "/back", {})

    # ---- what there is to see ----
    def script(self, text, *arguments):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    def script_async(self, text, *arguments):
        return self.call("POST", "/execute/async", {"script": text, "args": list(arguments)})

    def url(self):
        return self.call("GET", "/url")

    def text(self, selector):
        return self.call("GET", f"/element/{self.find(selector)}/text")

    def count(self, selector):
        return self.script("return document.querySelectorAll(arguments[0]).length", selector)

    def wait(self, what):
        """Until a selector matches something, or a function of the browser says so."""
        met = what if callable(what) else lambda b: b.count(what)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            got = met(self)
            if got:
                return got
            time.sleep(0.03)
        name = what if isinstance(what, str) else getattr(what, "__doc__", None) or "a condition"
        raise BrowserError(f"{name} did not come within {PATIENCE} s at {self.url()}; "
                           f"the page says: {self.script('return document.body.innerText')[:400]!r}")

    def pdf(self):
        return base64.b64decode(self.call("POST", "/print", {"background": True, "page": {"width": 21.0, "height": 29.7}}))

    def downloaded(self, ending):
        """The bytes of the one finished download whose name ends so; it is removed."""
        def there(_):
            # Chromium first puts an empty file in the place of the one to come
            names = os.listdir(self.downloads)
            return not any(n.endswith(".crdownload") for n in names) and \
                [n for n in names if n.endswith(ending) and os.path.getsize(os.path.join(self.downloads, n))]
        name = self.wait(there)[0]
        path = os.path.join(self.downloads, name)
        with open(path, "rb") as f:
            content = f.read()
        os.remove(path)
        return content

    def watch(self):
        """From now on every request is told by traffic()."""
        self.cdp("Network.enable")
        self.traffic()

    def traffic(self):
        """(host, bytes transferred) of every request since this was last asked."""
        hosts, sizes = {}, {}
        for entry in self.call("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            p = message.get("params", {})
            if message["method"] == "Network.requestWillBeSent":
                hosts[p["requestId"]] = p["request"]["url"]
            elif message["method"] == "Network.loadingFinished":
                sizes[p["requestId"]] = p["encodedDataLength"]
        return [(url, sizes.get(number, 0)) for number, url in hosts.items()]

    def complaints(self):
        """Errors in the browser's console: refused by policy, thrown by a script."""
        return [e["message"] for e in self.call("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]
