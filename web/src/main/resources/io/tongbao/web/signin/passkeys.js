// Talks WebAuthn with the browser and JSON with /app/v1. Nothing is kept beyond the page.
"use strict";

const status = document.getElementById("status");
let csrf = "";

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (csrf) headers["X-CSRF-Token"] = csrf;
  const answer = await fetch("/app/v1" + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.code + ": " + (json.title || ""));
  return json;
}

const descriptors = (known) =>
  known.map((one) => ({ type: "public-key", id: decode(one.id), transports: one.transports }));

async function sign(options) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: decode(options.challenge),
      rpId: options.rp_id,
      allowCredentials: descriptors(options.allowed),
      userVerification: "required",
    },
  });
  const answer = {
    ceremony: options.ceremony,
    credential_id: encode(credential.rawId),
    client_data_json: encode(credential.response.clientDataJSON),
    authenticator_data: encode(credential.response.authenticatorData),
    signature: encode(credential.response.signature),
  };
  if (credential.response.userHandle) answer.user_handle = encode(credential.response.userHandle);
  return answer;
}

async function signIn() {
  const session = await call("POST", "/session/passkey", await sign(await call("POST", "/session/passkey/options", {})));
  csrf = session.csrf_token;
  await list();
  return "signed_in";
}

async function register() {
  const options = await call("POST", "/passkeys/options", {});
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: decode(options.challenge),
      rp: { id: options.rp_id, name: options.rp_name },
      user: { id: decode(options.user_handle), name: options.user_name, displayName: options.user_name },
      pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: descriptors(options.known),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    },
  });
  await call("POST", "/passkeys", {
    ceremony: options.ceremony,
    client_data_json: encode(credential.response.clientDataJSON),
    attestation_object: encode(credential.response.attestationObject),
    transports: credential.response.getTransports ? credential.response.getTransports() : [],
    label: document.getElementById("label").value,
  });
  await list();
  return "registered";
}

async function approve() {
  const payment = {
    amount: Number(document.getElementById("amount").value),
    currency: "CNY",
    payee: document.getElementById("payee").value,
  };
  const signed = await sign(await call("POST", "/passkeys/trial/options", payment));
  // Read again: what is sent is what the fields say now, and the server compares it with what was signed.
  const now = {
    amount: Number(document.getElementById("amount").value),
    currency: "CNY",
    payee: document.getElementById("payee").value,
  };
  return (await call("POST", "/passkeys/trial", { ...now, ...signed })).state;
}

async function list() {
  const passkeys = (await call("GET", "/passkeys")).data;
  document.getElementById("list").replaceChildren(
    ...passkeys.map((passkey) => {
      const item = document.createElement("li");
      item.textContent = passkey.label;
      return item;
    }),
  );
}

function on(form, act) {
  document.getElementById(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "…";
    try {
      status.textContent = await act();
    } catch (e) {
      status.textContent = e.message;
    }
  });
}

on("sign-in", signIn);
on("register", register);
on("approve", approve);

call("GET", "/session").then(
  async (session) => {
    csrf = session.csrf_token;
    await list();
    status.textContent = "ready";
  },
  () => {
    status.textContent = "signed_out";
  },
);
