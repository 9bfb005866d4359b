// Saving by itself, and never losing a word: what cannot be sent stays in this browser.
import type { Other } from "./comparing";

const PAUSE_MILLISECONDS = 1500;
const RETRY_MILLISECONDS = 15000;
const PREFIX = "hefa.draft.";

export interface Answer {
  saved_at?: string;
  lock?: string | number;
  message?: string;
  other?: Other;
}

// What could not be sent: the text, the fields beside it, and the save it was begun from.
export interface Kept {
  document: string;
  fields?: Record<string, string>;
  lock?: string;
  at: string;
}

export interface Outcome {
  onSaved: (answer: Answer, document: string) => void;
  onStatus: (text: string) => void;
  onConflict: (message: string, other: Other | undefined) => void;
  onSignedOut: () => void;
  onRefused: (message: string) => void;
}

export class Saving {
  private timer = 0;
  private isSending = false;
  private isChanged = false;
  private isStopped = false;
  private isInConflict = false;
  private waiting: HTMLElement | null = null;
  private revision = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement | HTMLTextAreaElement,
    private readonly url: string,
    private readonly outcome: Outcome,
  ) {
    window.addEventListener("online", () => this.isChanged && this.sendSoon(0));
    window.addEventListener("pagehide", () => this.isChanged && this.keep());
    form.addEventListener("input", (event) => {
      if (!(event.target as HTMLElement).closest(".ProseMirror")) this.changed();
    });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      window.clearTimeout(this.timer);
      if (this.isInConflict) {
        event.preventDefault();
        this.outcome.onStatus("先把两份文字选好，再保存或送审");
        return;
      }
      if (this.isSending) {
        // The answer under way carries the lock that this form must send.
        event.preventDefault();
        this.waiting = (event as SubmitEvent).submitter as HTMLElement | null;
        return;
      }
      if (this.isChanged) this.keep();
    });
  }

  changed(): void {
    this.revision += 1;
    this.isChanged = true;
    if (this.isStopped) this.keep();
    else this.sendSoon(PAUSE_MILLISECONDS);
  }

  // Go on after a conflict was settled by a person, on the save that had come first.
  settled(lock: number): void {
    this.setLock(lock);
    this.isStopped = this.isInConflict = false;
    this.revision += 1;
    this.isChanged = true;
    this.sendSoon(0);
  }

  get lock(): string {
    return this.lockField()?.value ?? "";
  }

  private lockField(): HTMLInputElement | null {
    return this.form.querySelector<HTMLInputElement>("input[name=lock]");
  }

  private setLock(lock: string | number): void {
    const field = this.lockField();
    if (field) field.value = String(lock);
  }

  // What an earlier visit could not save, if it differs from what the page came with.
  kept(): Kept | null {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + this.url) ?? "null") as Kept | null;
      return kept && this.differs(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  private differs(kept: Kept): boolean {
    const fields = this.fields();
    const isTyped = ([name, value]: [string, string]) => name in fields && fields[name] !== value;
    return kept.document !== this.input.value || Object.entries(kept.fields ?? {}).some(isTyped);
  }

  forget(): void {
    localStorage.removeItem(PREFIX + this.url);
  }

  private keep(): boolean {
    try {
      const kept: Kept = {
        document: this.input.value,
        fields: this.fields(),
        lock: this.lock,
        at: new Date().toISOString(),
      };
      localStorage.setItem(PREFIX + this.url, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    new FormData(this.form).forEach((value, name) => {
      const isOwn = ["document", "lock", "csrfmiddlewaretoken"].includes(name);
      if (!isOwn && typeof value === "string") fields[name] = value;
    });
    return fields;
  }

  private sendSoon(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    if (this.isStopped) return;
    if (this.isSending) {
      this.sendSoon(PAUSE_MILLISECONDS);
      return;
    }
    this.isSending = true;
    const sent = { revision: this.revision, document: this.input.value };
    this.outcome.onStatus("正在保存");
    try {
      const response = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        body: new FormData(this.form),
      });
      await this.settle(response, sent);
    } catch {
      this.lost();
    } finally {
      this.isSending = false;
      const button = this.waiting;
      this.waiting = null;
      if (!this.isInConflict) button?.click();
    }
  }

  private async settle(
    response: Response,
    sent: { revision: number; document: string },
  ): Promise<void> {
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const answer: Answer = isJson ? await response.json() : {};
    // The page to sign in may answer in JSON too: only the word of the time says that it is saved.
    if (response.ok && !response.redirected && answer.saved_at) {
      this.isChanged = sent.revision !== this.revision;
      this.forget();
      if (answer.lock !== undefined) this.setLock(answer.lock);
      this.outcome.onSaved(answer, sent.document);
      return;
    }
    this.keep();
    const isPage = response.ok || response.redirected;
    if (response.status === 409) {
      this.isStopped = true;
      this.isInConflict = answer.other !== undefined;
      const message = answer.message ?? "这一稿在别处改过了。您的文字还在。";
      this.outcome.onConflict(message, answer.other);
    } else if (isPage || response.status === 401 || (response.status === 403 && !isJson)) {
      this.isStopped = true;
      this.outcome.onSignedOut();
    } else if (response.status < 500 && answer.message) {
      this.outcome.onRefused(answer.message);
    } else {
      this.lost();
    }
  }

  private lost(): void {
    const text = this.keep()
      ? "没有连上，文字先留在这台电脑上，连上后自动保存"
      : "没有连上，也存不进这台电脑：先不要关这一页";
    this.outcome.onStatus(text);
    this.sendSoon(RETRY_MILLISECONDS);
  }
}

// `08:52` for a moment in any form that Date reads; anything else as it came.
export function clockOf(moment: string | undefined): string {
  const at = moment ? new Date(moment) : new Date();
  if (Number.isNaN(at.getTime())) return moment ?? "";
  const format = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" };
  return new Intl.DateTimeFormat("zh-CN", format as Intl.DateTimeFormatOptions).format(at);
}
