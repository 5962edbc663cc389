// Loads the page anew when the site was built again, and shows what is wrong when it could not be.
(() => {
  let shown = null;
  const box = document.createElement("pre");
  box.setAttribute("role", "alert");
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647", margin: "0", padding: "1rem",
    maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap", font: "14px/1.5 monospace",
    background: "#7f1d1d", color: "#fff",
  });
  const look = async () => {
    try {
      const state = await (await fetch("/_ibid/state", { cache: "no-store" })).json();
      if (shown !== null && state.version !== shown && !state.fault) return location.reload();
      shown = state.version;
      box.textContent = state.fault && "This is the last good site. Since then:\n" + state.fault;
      if (state.fault) document.body.append(box); else box.remove();
    } catch { /* the server is not there: look again later */ }
    setTimeout(look, document.hidden ? 2000 : 500);
  };
  look();
})();
