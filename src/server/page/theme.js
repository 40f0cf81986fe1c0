/* theme.js - a chosen theme is set before the first paint; that is why this is no module. */
try {
	const kept = localStorage.getItem("tensen.theme");
	if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch {
	/* storage is switched off: the system's theme is used */
}
