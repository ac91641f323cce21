"""What tries to leave the page is stopped, and nothing is kept in the browser."""

from __future__ import annotations

import http.server
import threading

from page_browser import Shown


def test_whatever_tries_to_leave_is_stopped_by_the_policy(page: Shown) -> None:
    asked: list[str] = []

    class Listens(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listens) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        stopped = page.tab.evaluate(
            """async (address) => {
              const stopped = [];
              document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
              const pause = () => new Promise((done) => setTimeout(done, 50));
              const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
              await fetch(`${address}/fetch`).catch(() => null);
              try { navigator.sendBeacon(`${address}/beacon`, "x"); } catch { stopped.push("beacon"); }
              try { new WebSocket(address.replace("http", "ws")); } catch { stopped.push("socket"); }
              try { new EventSource(`${address}/events`); } catch { stopped.push("events"); }
              const asked = new XMLHttpRequest();
              try { asked.open("GET", `${address}/xhr`); asked.send(); } catch { stopped.push("xhr"); }
              add("img", { src: `${address}/img` });
              add("link", { rel: "stylesheet", href: `${address}/css` });
              add("iframe", { src: `${address}/frame` });
              try { add("script", { src: `${address}/script` }); } catch { stopped.push("script-src-elem"); }
              const form = document.createElement("form");
              Object.assign(form, { action: `${address}/form`, method: "post", target: "_blank" });
              document.body.append(form);
              form.submit();
              for (let at = 0; at < 10; at++) await pause();
              document.querySelectorAll("body > :is(img, link, iframe, script[src], form)").forEach((one) => one.remove());
              return stopped;
            }""",
            f"http://127.0.0.1:{server.server_port}",
        )
        server.shutdown()
        thread.join()
    assert asked == []
    assert stopped.count("connect-src") >= 4
    assert {"img-src", "style-src-elem", "frame-src", "form-action"} <= set(stopped)
    # What was stopped is told on the console, and shows among the requests as asked; none was sent.
    page.troubles.clear()
    page.requests[:] = [url for url in page.requests if "127.0.0.1" not in url]


def test_the_worker_that_runs_python_can_reach_nothing_either(page: Shown) -> None:
    (worker,) = page.tab.workers
    stopped = worker.evaluate(
        """async () => {
          const address = "http://127.0.0.1:9/";
          const stopped = [];
          self.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          await WorkerGlobalScope.prototype.fetch.call(self, address).catch(() => null);
          await import(address).catch(() => stopped.push("import"));
          try { importScripts(address); } catch { stopped.push("importScripts"); }
          try { new WebSocket("ws://127.0.0.1:9/"); } catch { stopped.push("socket"); }
          const asked = new XMLHttpRequest();
          asked.open("GET", address);
          asked.send();
          await new Promise((done) => setTimeout(done, 300));
          return stopped;
        }"""
    )
    assert stopped.count("connect-src") >= 3
    assert {"import", "importScripts"} <= set(stopped)
    page.troubles.clear()
    page.requests[:] = [url for url in page.requests if "127.0.0.1" not in url]


def test_nothing_is_kept_in_the_browser(page: Shown) -> None:
    kept = page.tab.evaluate(
        """async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"""
    )
    assert kept == ["", 0, 0, 0]
