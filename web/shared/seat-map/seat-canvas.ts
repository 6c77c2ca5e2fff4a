import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { between, type Box, boxOf, type Camera, fitted, kept, meets, seen, type View } from './camera.js';
import { changedSeats } from './changed-seats.js';
import { listenToGestures, SMALLEST_TARGET_PX } from './gestures.js';
import { aimedAtSeats, type MapModel, placeHouse, seatAt, sectionAt } from './map-model.js';
import { NUMBERS_FROM_PX, paint, repaintSeats, SEATS_FROM_PX } from './paint.js';
import type { Palette } from './painting.types.js';

const NEAR_PX = 30;
const GLIDE_MS = 260;
/** A moving picture is repainted after it has been still for this long. */
const REST_MS = 150;
/** With more seats in view than this, panning moves the last picture instead of repainting. */
const MANY_SEATS = 2_500;

export interface SeatCanvasEvents {
  /** Sections in view whose seats are not loaded yet. */
  onNeed: (sections: string[]) => void;
  onPick: (seat: SeatShape) => void;
  /** Whether seats are distinguishable, and whether the whole house is in view. */
  onView?: (view: { seats: boolean; whole: boolean }) => void;
}

/** Canvas map of a house: sections from afar, seats close up; only what is in view is loaded and painted. */
export class SeatCanvas {
  private camera: Camera | null = null;
  private view: View = { width: 320, height: 320 };
  private frame = 0;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private glide: { from: Camera; to: Camera; began: number } | null = null;
  /** The last full picture and the camera it was taken with. */
  private picture: { canvas: HTMLCanvasElement; camera: Camera } | null = null;
  private moving = false;
  private byKey = false;
  private readonly stops: (() => void)[] = [];
  private palette: Palette;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private model: MapModel,
    private readonly events: SeatCanvasEvents,
  ) {
    this.palette = paletteOf(canvas);
    this.stops.push(
      listenToGestures(canvas, {
        move: (change) => this.move(change),
        tap: (x, y, byKey) => this.tap(x, y, byKey),
        hover: (x, y) => this.hover(x, y),
        fit: () => this.fit(),
      }),
    );
    const resized = new ResizeObserver(() => this.resize());
    resized.observe(canvas);
    const schemes = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map(
      (query) => window.matchMedia(query),
    );
    const repaint = () => {
      this.palette = paletteOf(canvas);
      this.redraw();
    };
    const focused = () => {
      this.byKey = canvas.matches(':focus-visible');
      this.redraw();
    };
    for (const scheme of schemes) scheme.addEventListener('change', repaint);
    canvas.addEventListener('focus', focused);
    canvas.addEventListener('blur', focused);
    this.stops.push(() => {
      resized.disconnect();
      for (const scheme of schemes) scheme.removeEventListener('change', repaint);
      canvas.removeEventListener('focus', focused);
      canvas.removeEventListener('blur', focused);
    });
    this.resize();
  }

  update(model: MapModel): void {
    if (model.plan !== this.model.plan) this.camera = null;
    const changed = this.picture && changedSeats(this.model, model, this.picture.camera.scale >= SEATS_FROM_PX);
    this.model = model;
    if (!changed || !this.picture) return this.redraw();
    const context = opaque(this.picture.canvas);
    if (!context || changed.length === 0) return;
    this.inPixels(context);
    repaintSeats(context, model, changed, this.picture.camera, this.view, this.palette);
    this.schedule();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.restTimer);
    for (const stop of this.stops) stop();
  }

  zoom(factor: number): void {
    const camera = this.shown();
    const zoomed = { ...camera, scale: camera.scale * factor };
    this.glideTo(factor > 1 ? aimedAtSeats(zoomed, placeHouse(this.model.plan), this.view) : zoomed);
  }

  fit(): void {
    this.glideTo(fitted(placeHouse(this.model.plan).box, this.view));
  }

  /** Moves the camera to the chosen seats, or to a section. */
  show(what: { section: string } | { seats: readonly SeatShape[] }): void {
    const box = 'section' in what ? this.boxOfSection(what.section) : boxOf(what.seats);
    if (!box) return;
    const camera = fitted(box, this.view);
    const least = 'section' in what ? SEATS_FROM_PX : NUMBERS_FROM_PX;
    this.glideTo({ ...camera, scale: Math.max(camera.scale, least) });
  }

  private boxOfSection(key: string): Box | null {
    return placeHouse(this.model.plan).sections.find(({ section }) => section.key === key)?.box ?? null;
  }

  private shown(): Camera {
    const { box } = placeHouse(this.model.plan);
    return this.within(this.camera ?? fitted(box, this.view));
  }

  private within(camera: Camera): Camera {
    return kept(camera, placeHouse(this.model.plan).box, this.view, this.byKey);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.view = { width, height };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.draw();
  }

  private move(change: (camera: Camera) => Camera): void {
    this.glide = null;
    this.camera = this.within(change(this.shown()));
    this.moved();
  }

  private moved(): void {
    this.moving = true;
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.moving = false;
      this.redraw();
    }, REST_MS);
    this.schedule();
  }

  private glideTo(to: Camera): void {
    const target = this.within(to);
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return this.move(() => target);
    this.glide = { from: this.shown(), to: target, began: performance.now() };
    this.schedule();
  }

  private redraw(): void {
    this.picture = null;
    this.schedule();
  }

  private schedule(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.stepGlide();
    const camera = this.shown();
    const context = opaque(this.canvas);
    if (!context) return;
    this.inPixels(context);
    if (this.isPicture(camera)) {
      this.drawPicture(context, camera);
    } else {
      paint(context, this.model, camera, this.view, this.palette);
      this.picture = { canvas: this.copy(), camera };
    }
    this.inPixels(context);
    if (this.byKey) this.drawCross(context);
    if (!this.moving && !this.glide) this.tell(camera);
  }

  private stepGlide(): void {
    if (!this.glide) return;
    const share = Math.min(1, (performance.now() - this.glide.began) / GLIDE_MS);
    this.camera = between(this.glide.from, this.glide.to, 1 - (1 - share) ** 3);
    if (share === 1) this.glide = null;
    this.moved();
  }

  private seatsInView(camera: Camera): number {
    if (camera.scale < SEATS_FROM_PX) return 0;
    const window = seen(camera, this.view);
    const shown = placeHouse(this.model.plan).sections.filter(({ box }) => meets(box, window));
    return shown.reduce((sum, { section }) => sum + (this.model.seats.get(section.key)?.length ?? 0), 0);
  }

  /** Scales the context so that its unit is a CSS pixel. */
  private inPixels(context: CanvasRenderingContext2D): void {
    const ratio = this.canvas.width / this.view.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** Whether the last picture can be reused: nothing moved, or too much is moving to repaint. */
  private isPicture(camera: Camera): boolean {
    if (!this.picture) return false;
    const was = this.picture.camera;
    const isStill = was.x === camera.x && was.y === camera.y && was.scale === camera.scale;
    return isStill || (this.moving && this.seatsInView(camera) > MANY_SEATS);
  }

  private drawPicture(context: CanvasRenderingContext2D, camera: Camera): void {
    if (!this.picture) return;
    const { canvas, camera: was } = this.picture;
    const { width, height } = this.view;
    const factor = camera.scale / was.scale;
    const x = this.toPixel(width / 2 + (was.x - camera.x) * camera.scale - (width / 2) * factor);
    const y = this.toPixel(height / 2 + (was.y - camera.y) * camera.scale - (height / 2) * factor);
    const isCovered = x <= 0 && y <= 0 && x + width * factor >= width && y + height * factor >= height;
    if (!isCovered) {
      context.fillStyle = this.palette.paper;
      context.fillRect(0, 0, width, height);
    }
    // at the same size and on whole pixels this is a plain copy, several times faster than a filtered one
    context.imageSmoothingEnabled = factor !== 1;
    context.drawImage(canvas, x, y, width * factor, height * factor);
  }

  /** Returns the nearest position on a whole pixel of the screen. */
  private toPixel(at: number): number {
    const ratio = this.canvas.width / this.view.width;
    return Math.round(at * ratio) / ratio;
  }

  private copy(): HTMLCanvasElement {
    const canvas = this.picture?.canvas ?? document.createElement('canvas');
    if (canvas.width !== this.canvas.width) canvas.width = this.canvas.width;
    if (canvas.height !== this.canvas.height) canvas.height = this.canvas.height;
    opaque(canvas)?.drawImage(this.canvas, 0, 0);
    return canvas;
  }

  private drawCross(context: CanvasRenderingContext2D): void {
    const [x, y] = [this.view.width / 2, this.view.height / 2];
    context.strokeStyle = this.palette.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x, y, 16, 0, 2 * Math.PI);
    context.moveTo(x - 5, y);
    context.lineTo(x + 5, y);
    context.moveTo(x, y - 5);
    context.lineTo(x, y + 5);
    context.stroke();
  }

  private tell(camera: Camera): void {
    const house = placeHouse(this.model.plan);
    const seats = camera.scale >= SEATS_FROM_PX;
    const whole = camera.scale <= fitted(house.box, this.view).scale * 1.02;
    this.events.onView?.({ seats, whole });
    if (!seats) return;
    const window = seen(camera, this.view);
    const missing = house.sections.filter(
      ({ box, section }) => meets(box, window) && !this.model.seats.has(section.key),
    );
    if (missing.length > 0) this.events.onNeed(missing.map(({ section }) => section.key));
  }

  private pointAt(px: number, py: number): { x: number; y: number } {
    const { scale, x, y } = this.shown();
    return { x: x + px / scale, y: y + py / scale };
  }

  private seatUnder(px: number, py: number): SeatShape | null {
    const { x, y } = this.pointAt(px, py);
    const window = { left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 };
    const near = placeHouse(this.model.plan).sections.filter(({ box }) => meets(box, window));
    const seat = seatAt(
      near.flatMap(({ section }) => this.model.seats.get(section.key) ?? []),
      x,
      y,
      0.75,
    );
    return seat && (seat.state === 'free' || this.model.chosen.has(seat.id)) ? seat : null;
  }

  private tap(px: number, py: number, byKey: boolean): void {
    const { scale } = this.shown();
    const { x, y } = this.pointAt(px, py);
    if (byKey) this.byKey = true;
    if (scale < SEATS_FROM_PX) {
      const found = sectionAt(this.model.plan, x, y, 1);
      return found ? this.show({ section: found.section.key }) : undefined;
    }
    if (scale < SMALLEST_TARGET_PX) return this.glideTo({ scale: NEAR_PX, x, y });
    const seat = this.seatUnder(px, py);
    if (seat) this.events.onPick(seat);
  }

  private hover(px: number, py: number): void {
    const { scale } = this.shown();
    const { x, y } = this.pointAt(px, py);
    const isTarget = scale < SEATS_FROM_PX ? sectionAt(this.model.plan, x, y, 0.5) : this.seatUnder(px, py);
    this.canvas.style.cursor = isTarget ? 'pointer' : 'grab';
  }
}

/** The map covers its canvas: without an alpha channel, copying and compositing cost less. */
function opaque(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d', { alpha: false });
  return context instanceof CanvasRenderingContext2D ? context : null;
}

/** Zoom factor of one button press. */
export const ZOOM_STEP = 1.7;

/** Resolves the page's current colours, because a canvas cannot use CSS variables. */
function paletteOf(element: HTMLElement): Palette {
  if (window.matchMedia('(forced-colors: active)').matches) {
    const [paper, ink] = ['Canvas', 'CanvasText'];
    const common = { paper, card: paper, ink, muted: ink, line: 'GrayText', stage: paper };
    return { ...common, accent: 'Highlight', onChosen: 'HighlightText', onTier: paper, tiers: [ink] };
  }
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{
      paper: colour('paper'),
      card: colour('card'),
      ink: colour('ink'),
      muted: colour('muted'),
      line: colour('line'),
    },
    ...{
      stage: colour('brass-tint'),
      accent: colour('velvet'),
      onChosen: colour('on-velvet'),
      onTier: colour('on-tier'),
    },
    tiers: [1, 2, 3, 4, 5, 6].map((rank) => colour(`tier-${rank}`)),
  };
}
