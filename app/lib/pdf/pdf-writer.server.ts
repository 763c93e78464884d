/**
 * Writes a PDF of running text, page after page, tagged so that it can be read aloud. What is finished can be taken
 * away while the rest is written, so that a long document does not stand in memory.
 */
import PDFDocument from "pdfkit";
import { type Weight } from "./fonts.server";
import { layOut, type LaidLine, type LaidText } from "./text-layout.server";

const page = { width: 595.28, height: 841.89, side: 56, top: 72, bottom: 64 };
const columnWidth = page.width - 2 * page.side;
const lineHeight = 1.4;
const colors = { ink: "#1b1f24", soft: "#57606a", rule: "#d7dbe0" };

export type Part = {
  text: string;
  size: number;
  weight?: Weight;
  isSoft?: boolean;
  /** A bar at the side where reading begins, as `#rrggbb`. */
  bar?: string;
  /** Points. */
  gapBefore?: number;
  /** Stands on the page of what follows. */
  keepsWithNext?: boolean;
};

export type PdfOptions = {
  title: string;
  /** Tag of the language of the words around. */
  language: string;
  direction: "ltr" | "rtl";
  /** At the top of every page. */
  header: string;
  /** At the bottom of a page. */
  footer: (pageNumber: number) => string;
  madeAt: Date;
};

type Tag = "H1" | "H2" | "P" | "BlockQuote";

export type PdfWriter = {
  /** Writes parts under each other, as one element of the document's structure. */
  write(tag: Tag, parts: Part[]): Promise<void>;
  /** A thin line across the page. */
  rule(): void;
  /** Something was written that no font has. */
  readonly hasUnknown: boolean;
  /** What is finished since the last call. */
  take(): Uint8Array[];
  /** Ends the document. */
  end(): AsyncIterable<Uint8Array>;
};

/** As much of a line as fits; a longer one ends in "…". */
async function fitLine(text: string, size: number): Promise<LaidText> {
  const oneLine = text.replace(/\s+/g, " ");
  const [whole] = await layOut(oneLine, 400, columnWidth / size);
  if (!whole || whole.lines.length < 2) return whole!;
  const characters = Array.from(oneLine);
  for (let length = Math.min(characters.length, 160); length > 0; length -= 4) {
    const [cut] = await layOut(`${characters.slice(0, length).join("").trimEnd()}…`, 400, columnWidth / size);
    if (cut?.lines.length === 1) return cut;
  }
  return { ...whole, lines: whole.lines.slice(0, 1) };
}

/** Begins a document. */
export async function createPdf(options: PdfOptions): Promise<PdfWriter> {
  const document = new PDFDocument({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    pdfVersion: "1.7",
    tagged: true,
    lang: options.language,
    displayTitle: true,
    // Without one, the library would name a font that is not in the file.
    font: null as unknown as string,
    info: { Title: options.title, Creator: "Frontroom", Producer: "Frontroom", CreationDate: options.madeAt },
  });
  const root = document.struct("Document");
  document.addStructure(root);
  const header = await fitLine(options.header, 8);
  let y = 0;
  let pageNumber = 0;
  let hasUnknown = false;

  /** @param top of the line */
  function drawLine(line: LaidLine, isRightToLeft: boolean, size: number, color: string, top: number, indent = 0): void {
    let x = isRightToLeft ? page.width - page.side - indent - line.width * size : page.side + indent;
    const baseline = top + size * (lineHeight / 2 + 0.35);
    for (const { face, text, width } of line.runs) {
      document.registerFont(face.id, face.data);
      document.font(face.id).fontSize(size).fillColor(color);
      // With features named, a run is shaped as a whole; without, word by word, which is kept for the next time.
      const features = face.isRightToLeft ? { features: [] } : {};
      document.text(text, x, baseline, { lineBreak: false, baseline: "alphabetic", ...features });
      x += width * size;
    }
  }

  async function drawLaid(laid: LaidText | undefined, size: number, top: number): Promise<void> {
    const line = laid?.lines[0];
    if (laid && line) drawLine(line, options.direction === "rtl" || laid.isRightToLeft, size, colors.soft, top);
  }

  async function startPage(): Promise<void> {
    document.addPage({ size: "A4", margin: 0 });
    pageNumber += 1;
    document.markContent("Artifact", { type: "Pagination" });
    await drawLaid(header, 8, 36);
    const [footer] = await layOut(options.footer(pageNumber), 400, columnWidth / 8);
    await drawLaid(footer, 8, page.height - 44);
    document.endMarkedContent();
    y = page.top;
  }

  await startPage();
  return {
    get hasUnknown() {
      return hasUnknown;
    },
    async write(tag, parts) {
      const element = document.struct(tag);
      root.add(element);
      let isOpen = false;
      const open = () => {
        element.add(document.markStructureContent(tag));
        isOpen = true;
      };
      const close = () => {
        if (isOpen) document.endMarkedContent();
        isOpen = false;
      };
      for (const part of parts) {
        const { size, weight = 400, bar } = part;
        const indent = bar === undefined ? 0 : 10;
        const height = size * lineHeight;
        y += part.gapBefore ?? 0;
        for (const laid of await layOut(part.text, weight, (columnWidth - indent) / size)) {
          hasUnknown ||= laid.hasUnknown;
          for (const line of laid.lines) {
            const needed = part.keepsWithNext ? height + 30 : height;
            if (y + needed > page.height - page.bottom) {
              close();
              await startPage();
            }
            if (bar !== undefined) {
              close();
              document.markContent("Artifact", { type: "Layout" });
              const x = laid.isRightToLeft ? page.width - page.side - 2 : page.side;
              document.rect(x, y, 2, height).fill(bar);
              document.endMarkedContent();
            }
            if (!isOpen) open();
            drawLine(line, laid.isRightToLeft, size, part.isSoft ? colors.soft : colors.ink, y, indent);
            y += height;
          }
        }
      }
      close();
      element.end();
    },
    rule() {
      document.markContent("Artifact", { type: "Layout" });
      document.rect(page.side, y + 8, columnWidth, 0.5).fill(colors.rule);
      document.endMarkedContent();
      y += 12;
    },
    take() {
      const chunks: Uint8Array[] = [];
      for (let chunk = document.read() as Uint8Array | null; chunk !== null; chunk = document.read() as Uint8Array | null)
        chunks.push(chunk);
      return chunks;
    },
    async *end() {
      root.end();
      document.end();
      for await (const chunk of document) yield chunk as Uint8Array;
    },
  };
}
