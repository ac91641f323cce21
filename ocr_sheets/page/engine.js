// What stands behind the page: Python inside it, or `ocr-sheets serve` on this computer. Both take a parcel and give one.

/** Python in a worker, made from what this page carries. */
class Inside {
  async start(onStep) {
    const parts = {};
    for (const block of document.querySelectorAll("script[id^='part-']")) {
      parts[block.id.slice("part-".length)] = block.textContent;
    }
    const { worker, ...rest } = parts;
    const code = await new Response(
      new Blob([Uint8Array.from(atob(worker), (letter) => letter.charCodeAt(0))])
        .stream()
        .pipeThrough(new DecompressionStream("gzip")),
    ).blob();
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(trusted ? trusted.createScriptURL(url) : url);
    await this.exchange({ parts: rest }, onStep, () => {});
    URL.revokeObjectURL(url);
  }

  async ask(parcel, onTell) {
    const { answer } = await this.exchange({ parcel: parcel.buffer }, () => {}, onTell, [parcel.buffer]);
    return new Uint8Array(answer);
  }

  exchange(message, onStep, onTell, handed = []) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.step) onStep(data);
        else if (data.tell) onTell(data.tell);
        else if (data.broke) reject(new Error(data.broke));
        else resolve(data);
      };
      this.worker.onerror = (event) => reject(new Error(event.message || "the worker did not start"));
      this.worker.postMessage(message, handed);
    });
  }

  end() {
    this.worker?.terminate();
  }
}

/** `ocr-sheets serve`, at the address that this page came from. What lets us in stands after the #. */
class Served {
  async start() {
    this.token = location.hash.slice(1);
  }

  post(path, body) {
    return fetch(path, { method: "POST", body, headers: { "X-Ocr-Sheets": this.token }, cache: "no-store" });
  }

  async ask(parcel, onTell) {
    onTell("Checking it");
    let response;
    try {
      response = await this.post("/ask", parcel);
    } catch {
      throw new Refused("ocr-sheets no longer answers: start it again with `ocr-sheets serve`, and use the page that opens.");
    }
    if (!response.ok) throw new Refused(await response.text());
    return new Uint8Array(await response.arrayBuffer());
  }

  end() {}
}

/** What could not be done, in a sentence for the user. */
class Refused extends Error {}

/** A file has a password, which is to be asked for. */
class Locked extends Refused {
  constructor(text, file) {
    super(text);
    this.file = file;
  }
}
