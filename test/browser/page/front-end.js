// What a page of the front end does with the service and with grants; tests call these functions by name.
// Each takes one object of plain data and answers with one.

/** Asks the service for grants. */
async function presign({ service, token, request }) {
  const response = await fetch(`${service}/presign`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return {
    status: response.status,
    requestId: response.headers.get("x-request-id"),
    body: await response.json(),
  };
}

/** Uploads a file of the page's own server as browsers alone can: with progress. */
async function upload({ grant, headers, file }) {
  const blob = await (await fetch(file)).blob();
  const request = new XMLHttpRequest();
  const progress = [];
  request.upload.addEventListener("progress", ({ loaded, total }) => progress.push({ loaded, total }));
  const ended = new Promise((resolve, reject) => {
    request.addEventListener("load", resolve);
    request.addEventListener("error", () => reject(new Error("The browser refused the upload.")));
  });
  request.open(grant.method, grant.url);
  for (const [name, value] of Object.entries({ ...grant.headers, ...headers }))
    request.setRequestHeader(name, value);
  // Without a type of its own: what is sent is what the headers say.
  request.send(new Blob([blob]));
  await ended;
  return { status: request.status, etag: request.getResponseHeader("etag"), progress };
}

/** Downloads into memory. */
async function download({ grant }) {
  const response = await fetch(grant.url, { method: grant.method, headers: grant.headers });
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return {
    status: response.status,
    sha256: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    contentType: response.headers.get("content-type"),
  };
}

/** One request, and whether the browser lets the page have the answer. */
async function ask({ grant, headers, body }) {
  const all = { ...grant.headers, ...headers };
  try {
    const { status, headers: answered } = await fetch(grant.url, {
      method: grant.method,
      headers: all,
      body,
    });
    return { allowed: true, status, etag: answered.get("etag") };
  } catch {
    return { allowed: false };
  }
}

/** Shows a picture, and reads a pixel of it, which only CORS allows. */
async function show({ grant }) {
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = grant.url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return { pixel: [...context.getImageData(0, 0, 1, 1).data] };
}

/** Follows a link to a file, as a click on it does. */
function save({ grant }) {
  const link = document.createElement("a");
  link.href = grant.url;
  link.download = "";
  link.click();
}

globalThis.frontEnd = { presign, upload, download, ask, show, save };
