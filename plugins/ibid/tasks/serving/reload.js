// Loads the page anew when the site was built again, and shows in a box what the last build reported.
(() => {
  const CLOSED = "ibid-closed"; // under this name the tab keeps the report that was closed in it
  let closed = null;
  try { closed = sessionStorage.getItem(CLOSED); } catch { /* the browser keeps nothing: closed until the next page */ }

  const place = ({ path, line, column }) => [path, line, column].filter(Boolean).join(":");

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const list = (problems, className) =>
    element("ul", { className }, ...problems.map((problem) => element("li", {},
      element("strong", { textContent: place(problem) }), " ", problem.message, " ",
      element("code", { textContent: problem.code + (problem.severity === "error" ? "" : `, ${problem.severity}`) }))));

  const contents = ({ fault, problems, more }) => {
    const errors = problems.filter((each) => each.severity === "error");
    const quiet = problems.filter((each) => each.severity !== "error");
    const said = fault && !errors.length ? [element("pre", { textContent: fault })] : [];
    const rest = more ? [element("p", { textContent: `And ${more} more: the terminal has them all.` })] : [];
    return [...said, list(errors, "errors"), list(quiet, "quiet"), ...rest];
  };

  // The box has a shadow tree, which no style of the page reaches, and a stylesheet that strict content policies allow.
  const spoken = element("p", { className: "spoken", role: "status" });
  const headline = element("summary");
  const report = element("div", { className: "report", tabIndex: 0, role: "region", ariaLabel: "What the build reported" });
  const details = element("details", {}, headline, report);
  const close = element("button", { type: "button", textContent: "×", ariaLabel: "Close", title: "Close (Esc)" });
  const box = element("section", { className: "box", hidden: true, ariaLabel: "Preview" }, details, close);
  const host = element("ibid-preview");
  host.attachShadow({ mode: "open" }).append(
    element("link", { rel: "stylesheet", href: "/_ibid/box.css" }), spoken, box);

  let current = ""; // the report, whether it is shown or not
  const hide = () => { box.hidden = true; spoken.textContent = ""; };
  const show = (state) => {
    current = JSON.stringify([state.headline, state.fault, state.problems, state.more]);
    if (!state.headline || closed === current) return hide();
    const failed = Boolean(state.fault || state.problems[0].severity === "error");
    headline.textContent = spoken.textContent = state.headline;
    report.replaceChildren(...contents(state));
    box.classList.toggle("failed", failed);
    details.open = failed;
    box.hidden = false;
  };

  close.addEventListener("click", () => {
    closed = current;
    hide();
    try { sessionStorage.setItem(CLOSED, current); } catch { /* as above */ }
  });
  box.addEventListener("keydown", ({ key }) => { if (key === "Escape") close.click(); });
  // As much room below the page as the box takes, so that the page's end can be scrolled out from behind it.
  new ResizeObserver(() => {
    const { style } = document.documentElement;
    style.paddingBottom = style.scrollPaddingBottom = box.hidden ? "" : `${box.offsetHeight}px`;
  }).observe(box);
  if (self === top) document.body.append(host); // once, not in each frame of a page

  let version = null;
  const look = async () => {
    try {
      const state = await (await fetch("/_ibid/state", { cache: "no-store" })).json();
      if (version !== null && state.version !== version && !state.fault) return location.reload();
      if (state.version !== version) show(state);
      version = state.version;
    } catch { /* the server is not there: look again later */ }
    setTimeout(look, document.hidden ? 2000 : 500);
  };
  look();
})();
