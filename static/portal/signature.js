// Sign with a finger or the mouse: the strokes are kept as a PNG in the hidden field beside the pad.
document.querySelectorAll("[data-signature]").forEach((box) => {
  const pad = box.querySelector(".signature-pad");
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  };

  const place = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) * canvas.width) / frame.width,
      ((event.clientY - frame.top) * canvas.height) / frame.height,
    ];
  };

  let isDown = false;
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  const lift = () => {
    if (isDown) field.value = canvas.toDataURL("image/png");
    isDown = false;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("button").addEventListener("click", clear);

  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
  const drawn = field.value;
  clear();
  if (drawn) {
    // The page has come back because something else was missing: nobody signs twice.
    const picture = new Image();
    picture.onload = () => pen.drawImage(picture, 0, 0);
    picture.src = drawn;
    field.value = drawn;
  }
  pad.hidden = false;
  box.querySelector(".signature-hint").hidden = true;
});
