// Drag, pinch and wheel on the stage, told apart from a click with an unsteady hand.

class Gestures {
  constructor(stage, camera, ignored, started) {
    Object.assign(this, { stage, camera, ignored, started });
    this.pointers = new Map();
    this.dragged = false;
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => this.release(event));
  }

  // A wheel that passes over the picture scrolls the page. It zooms with Ctrl or ⌘ (which is also how a trackpad's
  // pinch arrives), and without them once the picture has the focus, that is, after a click into it.
  wheel(event) {
    if (this.ignored(event.target)) return;
    if (!(event.ctrlKey || event.metaKey || this.stage.matches(":focus-within"))) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    this.camera.zoom(Math.exp(-between(event.deltaY * lines, -120, 120) * 0.0022), relative(event, this.stage));
  }

  press(event) {
    if (!this.pointers.size) [this.dragged, this.travelled] = [false, 0];
    if (event.button || this.ignored(event.target)) return;
    this.pointers.set(event.pointerId, relative(event, this.stage));
  }

  move(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = relative(event, this.stage);
    this.travelled += Math.hypot(now.x - last.x, now.y - last.y);
    if (!this.dragged && this.travelled >= 5) this.start(event);
    if (!this.dragged) return;
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(now, last, other);
    else this.camera.pan(now.x - last.x, now.y - last.y);
    this.pointers.set(event.pointerId, now);
  }

  start(event) {
    this.dragged = true;
    this.stage.setPointerCapture(event.pointerId);
    this.stage.classList.add("dragging");
    this.started();
  }

  pinch(now, last, other) {
    const before = Math.hypot(last.x - other.x, last.y - other.y) || 1;
    const ratio = Math.hypot(now.x - other.x, now.y - other.y) / before;
    this.camera.zoom(ratio, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) this.stage.classList.remove("dragging");
  }
}
