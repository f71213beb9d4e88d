// A choice of versions in the header, and a note on pages of an older one. scripts/docs writes the list
// beside the versions, as a script: a page that was opened from disk may not fetch anything.
{
  const config = JSON.parse(document.getElementById("__config").textContent);
  const home = new URL(`${config.base}/`, location.href);
  const list = document.createElement("script");
  list.src = new URL("../versions.js", home);
  list.onload = () => {
    const versions = window.siteVersions;
    const page = location.pathname.slice(home.pathname.length) || "index.html";
    const here = decodeURIComponent(home.pathname.split("/").at(-2));
    const to = ({ name, pages }) => new URL(`../${name}/${pages.includes(page) ? page : "index.html"}`, home).href;

    const choice = document.createElement("select");
    choice.className = "version";
    choice.title = choice.ariaLabel = "Version";
    for (const version of versions) choice.add(new Option(version.name, to(version), false, version.name === here));
    choice.onchange = () => location.assign(choice.value);
    document.querySelector(".md-header__title").after(choice);

    const [newest] = versions;
    if (newest.name === here) return;
    const note = document.createElement("aside");
    note.className = "md-banner";
    const text = document.createElement("div");
    text.className = "md-banner__inner md-grid md-typeset";
    const link = document.createElement("a");
    link.href = to(newest);
    link.textContent = `The newest is ${newest.name}.`;
    text.append(`These pages are of version ${here}. `, link);
    note.append(text);
    document.querySelector(".md-header").before(note);
  };
  document.head.append(list);
}
