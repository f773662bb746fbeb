import { ApiError, isBody } from "./error";
import type { FileToken, Host, HostEvents, PickOptions, ProgressEvent } from "./host";

const KEY = "chengbao-token";

/** The one-time token: it arrives in the address once and is taken out of it at once. */
function takeToken(): string {
  const found = /[#&]t=([\w-]+)/.exec(location.hash);
  if (found?.[1]) {
    sessionStorage.setItem(KEY, found[1]);
    history.replaceState(null, "", location.pathname + location.search + "#/");
  }
  return sessionStorage.getItem(KEY) ?? "";
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isBody(body)) return new ApiError(body);
  if (response.status === 401 || response.status === 403) {
    return new ApiError({
      code: "token_refused",
      message: "这个页面的口令不对或已过期，程序没有接受",
      hint: "请从程序给出的地址重新打开；资料都在本机",
    });
  }
  return new ApiError({
    code: "internal",
    message: `程序没能完成这一步（${response.status}）`,
    hint: "请重做这一步，仍不行就重新打开程序",
  });
}

function lost(): ApiError {
  return new ApiError({
    code: "host_lost",
    message: "连不上本机的呈报程序，它可能已经退出",
    hint: "已保存的内容都在；请重新启动程序后再打开这个页面",
  });
}

/** The host for a browser: plain fetch to the loopback server, events as a streamed response. */
export function httpHost(): Host {
  const token = takeToken();

  async function send(path: string, init: RequestInit = {}, job?: string): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("X-Chengbao-Token", token);
    if (job) headers.set("X-Chengbao-Job", job);
    let response: Response;
    try {
      response = await fetch(path, { ...init, headers, cache: "no-store" });
    } catch {
      throw lost();
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }

  async function take(files: File[]): Promise<FileToken[]> {
    const taken: FileToken[] = [];
    for (const file of files) {
      const response = await send(`/api/pick?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body: file,
      });
      taken.push((await response.json()) as FileToken);
    }
    return taken;
  }

  return {
    async call(name, input, job) {
      const response = await send(
        `/api/call/${name}`,
        {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(input),
        },
        job,
      );
      return response.json();
    },
    async cancel(job) {
      await send(`/api/cancel/${job}`, { method: "POST" });
    },
    async pick(options) {
      return take(await chooseFiles(options));
    },
    take,
    async save(fileToken, name) {
      const response = await send(`/api/file/${fileToken}`);
      const url = URL.createObjectURL(await response.blob());
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      link.click();
      // The download starts from the address, so it must outlive this turn.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      return true;
    },
    async read(fileToken) {
      return (await send(`/api/file/${fileToken}`)).arrayBuffer();
    },
    listen(events) {
      void follow(send, events);
    },
  };
}

/** The browser's own file dialog. It says nothing when closed in some engines; `cancel` covers the rest. */
function chooseFiles(options: PickOptions): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = options.accept.join(",");
    input.multiple = options.multiple;
    input.hidden = true;
    input.dataset["testid"] = "file-input";
    const done = () => {
      resolve(Array.from(input.files ?? []));
      input.remove();
    };
    input.addEventListener("change", done, { once: true });
    input.addEventListener("cancel", done, { once: true });
    document.body.append(input);
    input.click();
  });
}

/** Reads the event stream for ever; after a break it waits a little longer each time. */
async function follow(
  send: (path: string) => Promise<Response>,
  events: HostEvents,
): Promise<void> {
  let wait = 500;
  for (;;) {
    try {
      const response = await send("/api/events");
      wait = 500;
      await readEvents(response, events);
    } catch (error) {
      if (error instanceof ApiError && error.code === "token_refused") return;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, 15_000);
  }
}

async function readEvents(response: Response, events: HostEvents): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const parts = text.split(/\r?\n\r?\n/);
    text = parts.pop() ?? "";
    for (const part of parts) dispatch(part, events);
  }
}

/** One server-sent event: `event:` names it, the `data:` lines are its JSON. */
export function dispatch(block: string, events: HostEvents): void {
  let name = "";
  let data = "";
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data += line.slice(5).trim();
  }
  if (!data) return;
  const body = JSON.parse(data) as { topics?: string[] } & ProgressEvent;
  if (name === "changed") events.changed(body.topics ?? []);
  else if (name === "progress") events.progress(body);
}
