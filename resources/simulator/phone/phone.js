"use strict";
// The page of a customer's phone. Everything shown is set as text, never as markup.
const DOOR = "/simulated/customers/", PHONE = "/simulated/phone/";
const EMOJI = ["👍", "❤️", "😂", "😮", "🙏"];
const at = (id) => document.getElementById(id);
let holder = null, quoted = null, drawn = "", listed = "";

const make = (tag, kind, text) => {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
};

async function ask(address, body) {
  const options = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  };
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Error("The simulated platform doesn’t answer. Is it still running?");
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ?? `The simulated platform answered ${answer.status}.`);
  return told;
}

async function tried(work) {
  try {
    await work();
    at("trouble").hidden = true;
    return true;
  } catch (trouble) {
    at("trouble").textContent = trouble.message;
    at("trouble").hidden = false;
    return false;
  }
}

const acts = (verb, asked = {}) =>
  tried(async () => {
    await ask(DOOR + encodeURIComponent(holder) + "/" + verb, asked);
    await look();
  });

function show(phone) {
  holder = phone;
  quoted = null;
  drawn = listed = "";
  at("quoting").hidden = true;
  at("phone").hidden = at("settings").hidden = false;
  at("words").focus();
  return tried(look);
}

async function look() {
  const { people } = await ask(PHONE + "people");
  drawPeople(people);
  if (holder === null) return;
  const phone = holder, told = await ask(PHONE + "people/" + encodeURIComponent(phone));
  if (phone === holder) drawPhone(told, people.find((one) => one.phone === phone));
}

function drawPeople(people) {
  const picture = JSON.stringify([people, holder]);
  if (picture === listed) return;
  listed = picture;
  const focused = document.activeElement?.dataset?.phone;
  at("people").replaceChildren(...people.map((one) => {
    const button = make("button");
    button.dataset.phone = one.phone;
    button.append(make("span", "name", one.name));
    if (one.unread) {
      const badge = make("span", "unread", one.unread);
      badge.setAttribute("aria-label", `${one.unread} unread`);
      button.append(badge);
    }
    button.append(make("span", "last", one.online ? one.last || one.phone : "Phone is off"));
    if (one.phone === holder) button.setAttribute("aria-current", "true");
    button.onclick = () => show(one.phone);
    const row = make("li");
    row.append(button);
    return row;
  }));
  if (focused) document.querySelector(`[data-phone="${focused}"]`)?.focus();
}

function drawPhone(told, person) {
  at("business").textContent = told.business.name;
  at("presence").textContent = told.typing ? "typing…" : `+${told.business.number}`;
  at("holder").textContent = person.name;
  at("number").textContent = person.phone;
  at("window").textContent = windowWords(told);
  at("online").checked = told.online;
  at("reads").checked = told.auto_read;
  at("offers").checked = told.wants_offers;
  const picture = JSON.stringify(told.bubbles);
  if (picture === drawn) return;
  drawn = picture;
  const list = at("bubbles");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40 || !list.childElementCount;
  list.replaceChildren(...withDays(told.bubbles));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function windowWords(told) {
  if (!told.window_ends_at) return "No care window: has not written yet.";
  const minutes = Math.floor((new Date(told.window_ends_at) - new Date(told.now)) / 60000);
  if (minutes < 0) return "Care window has lapsed.";
  return `Care window: ${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} m left`;
}

function withDays(bubbles) {
  const rows = [];
  let day = "";
  for (const bubble of bubbles) {
    const today = new Date(bubble.at).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
    if (today !== day) rows.push(make("li", "day", (day = today)));
    rows.push(drawBubble(bubble));
  }
  return rows;
}

function drawBubble(bubble) {
  const row = make("li", bubble.mine ? "bubble mine" : "bubble");
  row.append(actsOn(bubble));
  if (bubble.quote) row.append(make("div", "quote", (bubble.quote.mine ? "You: " : "") + bubble.quote.text));
  if (bubble.heading) row.append(make("div", "heading", bubble.heading));
  if (bubble.file) row.append(drawFile(bubble.file));
  if (bubble.text) row.append(make("div", "words", bubble.text));
  for (const card of bubble.cards ?? []) {
    if (card.file) row.append(drawFile(card.file));
    if (card.text) row.append(make("div", "words", card.text));
  }
  if (bubble.footer) row.append(make("div", "footer", bubble.footer));
  row.append(metaOf(bubble));
  const choices = choicesOf(bubble);
  if (choices.childElementCount) row.append(choices);
  if (bubble.reactions.length) row.append(make("div", "reactions", bubble.reactions.join(" ")));
  return row;
}

function metaOf(bubble) {
  const time = new Date(bubble.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const meta = make("div", "meta", time);
  if (bubble.mine) {
    const ticks = make("span", bubble.state === "read" ? "read" : "", " ✓✓");
    ticks.setAttribute("aria-label", bubble.state);
    ticks.setAttribute("role", "img");
    meta.append(ticks);
  }
  return meta;
}

function choicesOf(bubble) {
  const choices = make("div", "choices");
  for (const link of bubble.links) choices.append(linkOf(link));
  for (const title of bubble.choices) {
    const button = make("button", "", title);
    button.onclick = () => acts("taps", { on: bubble.id, title });
    choices.append(button);
  }
  return choices;
}

function linkOf(link) {
  if (!/^https?:\/\//.test(link.url)) return make("div", "footer", link.title);
  const made = make("a", "", link.title);
  made.href = link.url;
  made.target = "_blank";
  made.rel = "noreferrer noopener";
  made.title = link.url;
  return made;
}

function actsOn(bubble) {
  const row = make("div", "acts");
  const reply = make("button", "", "↩");
  reply.setAttribute("aria-label", "Reply to this message");
  reply.onclick = () => quote(bubble);
  row.append(reply);
  if (!bubble.mine) {
    for (const emoji of EMOJI) {
      const button = make("button", "", emoji);
      const taken = bubble.reactions.includes(emoji);
      button.setAttribute("aria-label", `${taken ? "Take back" : "React with"} ${emoji}`);
      button.onclick = () => acts("reacts", { to: bubble.id, emoji: taken ? "" : emoji });
      row.append(button);
    }
  }
  return row;
}

function drawFile(file) {
  const source = file.id ? PHONE + "media/" + encodeURIComponent(file.id) : "";
  const words = file.name || file.kind;
  if (!source) return make("div", "footer", `(${words} at ${file.url})`);
  if (file.kind === "image" || file.kind === "sticker") {
    const picture = make("img");
    picture.src = source;
    picture.alt = words;
    return picture;
  }
  if (file.kind === "audio" || file.kind === "video") {
    const player = make(file.kind);
    player.src = source;
    player.controls = true;
    player.preload = "none";
    player.setAttribute("aria-label", words);
    return player;
  }
  const link = make("a", "", `📄 ${words}`);
  link.href = source;
  link.download = file.name || "file";
  return link;
}

function quote(bubble) {
  quoted = bubble.id;
  at("quoted").textContent = bubble.text || bubble.kind;
  at("quoting").hidden = false;
  at("words").focus();
}

function unquote() {
  quoted = null;
  at("quoting").hidden = true;
}

async function sendWords() {
  const text = at("words").value.trim();
  if (!text) return;
  if (await acts("writes", { text, ...(quoted ? { reply_to: quoted } : {}) })) {
    at("words").value = "";
    unquote();
  }
}

async function sendFile(input, verbOf) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  at("more").open = false;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  const asked = { base64: btoa(binary), filename: file.name, mime: file.type || "application/octet-stream" };
  const caption = at("words").value.trim();
  if (await acts(verbOf(file), { ...asked, caption }) && caption) at("words").value = "";
}

const READY = {
  shares_location: { latitude: 52.0907, longitude: 5.1214, name: "Domplein", address: "Utrecht" },
  shares_contact: { name: "Inès Moreau", phone: "+33 6 98 76 54 32" },
};

at("composer").onsubmit = (event) => { event.preventDefault(); sendWords(); };
at("words").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendWords(); }
};
at("unquote").onclick = unquote;
at("call").onclick = () => acts("calls");
at("read").onclick = () => acts("reads");
at("online").onchange = (event) => acts(event.target.checked ? "comes_back" : "goes_quiet");
at("reads").onchange = (event) => acts("reads_by_itself", { on: event.target.checked });
at("offers").onchange = (event) => acts("wants_offers", { wanted: event.target.checked });
at("picture").onchange = (event) => sendFile(event.target, (file) => file.type.startsWith("video/") ? "sends_video" : "sends_image");
at("document").onchange = (event) => sendFile(event.target, () => "sends_document");
for (const button of document.querySelectorAll("[data-verb]")) {
  button.onclick = () => {
    at("more").open = false;
    acts(button.dataset.verb, READY[button.dataset.verb] ?? {});
  };
}
at("newcomer").onsubmit = (event) => {
  event.preventDefault();
  const phone = "+" + at("newcomer-phone").value.replace(/\D/g, "");
  const name = at("newcomer-name").value.trim();
  tried(async () => {
    await ask(DOOR + encodeURIComponent(phone) + "/comes_back", name ? { name_of_customer: name } : {});
    event.target.reset();
    await show(phone);
  });
};

(async function watch() {
  for (;;) {
    if (!document.hidden) await tried(look);
    await new Promise((done) => setTimeout(done, 1000));
  }
})();
