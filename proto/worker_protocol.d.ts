// What this project uses of the generated worker_protocol.js.

/** Fields of a message that may be left out: each has its proto3 default. */
export interface WorkRequestFields {
  arguments?: string[];
  inputs?: { path?: string; digest?: Uint8Array }[];
  requestId?: number;
  cancel?: boolean;
  verbosity?: number;
  sandboxDir?: string;
}

export interface WorkResponseFields {
  exitCode?: number;
  output?: string;
  requestId?: number;
  wasCancelled?: boolean;
}

/** The encoder and decoder of one message type; `decode` throws when the bytes are not such a message. */
interface MessageCodec<Fields> {
  decode(bytes: Uint8Array): Required<Fields>;
  encode(message: Fields): { finish(): Uint8Array };
  /** With the message's length before it, as a base 128 varint. */
  encodeDelimited(message: Fields): { finish(): Uint8Array };
}

export const package_layers: {
  readonly worker: {
    readonly WorkRequest: MessageCodec<WorkRequestFields>;
    readonly WorkResponse: MessageCodec<WorkResponseFields>;
  };
};
