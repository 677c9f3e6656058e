// Libraries that packages open by name while they run, which none of their files says.

const OPENED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    cairocffi: ["libcairo.so.2"],
    cairosvg: ["libcairo.so.2"],
    pycairo: ["libcairo.so.2"],
    pyopengl: ["libGL.so.1"],
    pyusb: ["libusb-1.0.so.0"],
    "python-magic": ["libmagic.so.1"],
    pyzbar: ["libzbar.so.0"],
    sounddevice: ["libportaudio.so.2"],
    weasyprint: ["libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0"],
  }),
);

/** The libraries that a package, by its normalised name, opens when it is used. */
export function openedByName(name: string): readonly string[] {
  return OPENED.get(name) ?? [];
}
