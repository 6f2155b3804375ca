// Names that never overlap: each is placed in turn, the weightiest first, where it meets
// nothing that stands already; a name that finds no room is left out.

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const CELL = 48;

/** Room remembers what is taken, in a grid of cells so that a look takes constant time. */
export class Room {
  private cells = new Map<number, Box[]>();

  take(box: Box): void {
    this.each(box, (key) => {
      const list = this.cells.get(key);
      if (list) list.push(box);
      else this.cells.set(key, [box]);
      return false;
    });
  }

  free(box: Box): boolean {
    return !this.each(box, (key) => {
      const list = this.cells.get(key);
      return !!list && list.some((o) => o.x0 < box.x1 && box.x0 < o.x1 && o.y0 < box.y1 && box.y0 < o.y1);
    });
  }

  private each(box: Box, found: (key: number) => boolean): boolean {
    for (let cx = Math.floor(box.x0 / CELL); cx <= Math.floor(box.x1 / CELL); cx++) {
      for (let cy = Math.floor(box.y0 / CELL); cy <= Math.floor(box.y1 / CELL); cy++) {
        if (found(cx * 65536 + cy)) return true;
      }
    }
    return false;
  }
}

/** The ways in which spots lie from their mark. */
export const ways: [number, number][] = [[0, 1], [1, 0], [-1, 0], [0, -1]];

/** Where a name may stand beside a mark of radius r: below, right, left, above. */
export function spots(x: number, y: number, r: number, w: number, h: number): Box[] {
  const gap = r + 3;
  return [
    { x0: x - w / 2, y0: y + gap, x1: x + w / 2, y1: y + gap + h },
    { x0: x + gap + 1, y0: y - h / 2, x1: x + gap + 1 + w, y1: y + h / 2 },
    { x0: x - gap - 1 - w, y0: y - h / 2, x1: x - gap - 1, y1: y + h / 2 },
    { x0: x - w / 2, y0: y - gap - h, x1: x + w / 2, y1: y - gap },
  ];
}
