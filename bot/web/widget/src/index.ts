// Defines the element, and puts it after the script's own tag where the page asks for that:
//   <script src="https://…/widget.js" data-insert data-lang="de" defer></script>

import { FtaAdvisor, ownScript } from "./element";

if (!customElements.get("fta-advisor")) customElements.define("fta-advisor", FtaAdvisor);

if (ownScript && ownScript.dataset["insert"] !== undefined) {
  const element = document.createElement("fta-advisor");
  for (const [name, value] of Object.entries(ownScript.dataset)) {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (attribute !== "insert") element.setAttribute(attribute, value ?? "");
  }
  ownScript.after(element);
}
