// The search page: looks up what is typed in Pagefind's index, which lies beside the page. Nothing is loaded before the
// form is used, and all that comes from the index is put out as text.

const form = document.querySelector("form[role=search]");
const status = document.querySelector("[role=status]");
const [section, places] = document.querySelectorAll("main section");
const list = section.querySelector("ol");
const more = section.querySelector("button");
const said = form.dataset;
const root = new URL(said.root, location.href);
const AT_ONCE = 10;
const PAUSE = 200; // milliseconds without a key before looking up

// Characters of scripts without spaces, which the index has one by one: plugins/ibid/features/search/index.py.
const ONE = "\\u3005-\\u3007\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const MARK = "\\u3001-\\u3004\\u3008-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65";
const CHARACTER = new RegExp(`[${ONE}]`, "gu");
const BREAK = new RegExp(`[\\s${MARK}]+`, "u");
const GAP = new RegExp(`(?<=[${ONE}${MARK}](?:</?mark>)?) +(?=(?:</?mark>)?[${ONE}${MARK}])`, "gu");

/** What to ask the index: the words together, then each run of such characters as a phrase. */
function questions(text) {
  const spaced = (part) => part.replace(CHARACTER, " $& ").trim();
  if (/^".+"$/.test(text)) return [spaced(text)];
  const parts = text.replaceAll('"', " ").split(BREAK).filter(Boolean);
  const words = parts.filter((part) => spaced(part) === part);
  const phrases = parts.filter((part) => spaced(part) !== part).map((part) => `"${spaced(part)}"`);
  return words.length ? [words.join(" "), ...phrases] : phrases;
}

const joined = (text = "") => text.replace(GAP, "").replaceAll("</mark><mark>", "");

let engine;
const load = () => (engine ??= start());

/** Pagefind, with its index; fails with the reason to show. */
async function start() {
  try {
    await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  } catch {
    throw said.blocked;
  }
  try {
    const { createInstance } = await import(new URL("pagefind/pagefind.js", root));
    const ranking = { metaWeights: { number: 20 } }; // who looks for [12] means a publication
    const pagefind = createInstance({ baseUrl: root.pathname, excerptLength: 40, noWorker: true, ranking });
    fill(await pagefind.filters());
    return pagefind;
  } catch {
    throw said.missing;
  }
}

/** Give each filter the values that there are, and set it to what the address asks for. */
function fill(filters) {
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  for (const select of form.querySelectorAll("select:not([name=order])")) {
    const there = new Set(Object.keys(filters[select.name] ?? {}));
    for (const option of [...select.options].slice(1)) if (!there.delete(option.value)) option.remove();
    const rest = [...there].sort(compare);
    if (select.name === "year") rest.reverse();
    select.append(...rest.map((value) => new Option(value)));
    select.parentElement.hidden = select.options.length < 3;
  }
  for (const select of form.querySelectorAll("select")) {
    select.value = asked.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    else if (select.value) form.querySelector("details").open = true;
  }
}

let latest = 0;
let found = [];

async function search() {
  const mine = ++latest;
  places.hidden ||= Boolean(words.value || location.search); // before anything is waited for: nothing jumps then
  try {
    if (!found.length) status.textContent = said.wait;
    const pagefind = await load();
    const fields = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    history.replaceState(null, "", fields.length ? `?${new URLSearchParams(fields)}` : location.pathname);
    const { q, order, ...filters } = Object.fromEntries(fields);
    const options = { filters, sort: order ? { date: order } : {} };
    const texts = q ? questions(q) : Object.keys(filters).length ? [null] : [];
    const answers = await Promise.all(texts.map((text) => pagefind.search(text, options)));
    const [first = [], ...others] = answers.map((answer) => answer.results);
    const ids = others.map((results) => new Set(results.map(({ id }) => id)));
    const all = first.filter(({ id }) => ids.every((set) => set.has(id)));
    const items = await draw(all.slice(0, AT_ONCE));
    if (mine === latest) show(all, items, all.length ? said.found.replace("{}", all.length) : fields.length ? said.none : "");
  } catch (reason) {
    show([], [], typeof reason === "string" ? reason : said.missing);
  }
}

function show(all, items, text) {
  found = all;
  list.replaceChildren(...items);
  section.hidden = !items.length;
  places.hidden = !section.hidden;
  more.hidden = all.length <= AT_ONCE;
  status.textContent = section.firstElementChild.textContent = text;
  status.classList.toggle("skip", items.length); // the heading says it
}

const draw = async (results) => (await Promise.all(results.map((result) => result.data()))).map(item);

function item({ url, meta, filters, excerpt }) {
  const li = section.querySelector("template").content.firstElementChild.cloneNode(true);
  const [number, title, about, quoted] = li.children;
  const link = title.firstElementChild;
  const kind = [...form.kind.options].find(({ value }) => value && value === filters.kind?.[0]);
  link.href = url;
  link.textContent = joined(meta.title).trim();
  if (meta.lang) link.lang = quoted.lang = meta.lang;
  number.textContent = meta.number ?? "";
  about.textContent = [!meta.number && kind?.text, meta.venue ?? meta.date].filter(Boolean).join(" · ");
  quote(joined(excerpt), link.textContent, quoted);
  return li;
}

/** Put an excerpt into an element, what was looked for marked, without the title if it starts with that. */
function quote(excerpt, title, element) {
  const parts = excerpt.split(/<\/?mark>/).map((part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  let over = parts.join("").startsWith(title) ? title.length : 0;
  parts.forEach((part, at) => {
    const text = over ? part.slice(over).replace(/^[.\s]+/, "") : part;
    over = Math.max(0, over - part.length);
    element.append(at % 2 && text ? Object.assign(document.createElement("mark"), { textContent: text }) : text);
  });
}

let waiting;
function soon({ isComposing, target, type }) {
  clearTimeout(waiting);
  if (!isComposing) waiting = setTimeout(search, type === "input" && target === words ? PAUSE : 0);
}

const words = form.q;
form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
form.addEventListener("input", soon);
form.addEventListener("compositionend", soon);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  soon(event);
});
words.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault();
  form.reset();
  soon(event);
});
more.addEventListener("click", async () => {
  const shown = list.children.length;
  const items = await draw(found.slice(shown, shown + AT_ONCE));
  list.append(...items);
  more.hidden = list.children.length >= found.length;
  items[0].querySelector("a").focus();
});

const asked = new URLSearchParams(location.search);
words.value = asked.get("q") ?? "";
form.hidden = false;
status.textContent = "";
if (location.search) search();
