// What the editor's parts expect and browsers of 2020 lack.
interface Missing {
  hasOwn?: (object: object, name: PropertyKey) => boolean;
}

const objects = Object as unknown as Missing;
if (!objects.hasOwn) {
  objects.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
}

if (!("findLast" in Array.prototype)) {
  Object.defineProperty(Array.prototype, "findLast", {
    configurable: true,
    writable: true,
    value<T>(this: T[], isWanted: (value: T, index: number, all: T[]) => boolean): T | undefined {
      for (let index = this.length - 1; index >= 0; index -= 1) {
        if (isWanted(this[index], index, this)) return this[index];
      }
      return undefined;
    },
  });
}

export {};
