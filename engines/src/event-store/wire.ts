import type { AppendReq, BatchAppendReq, DeleteReq } from '@eventstore/db-client/generated/streams_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import type { status } from '@grpc/grpc-js';
import { Metadata, type StatusObject } from '@grpc/grpc-js';
import type { At, Expected, Proposed, Stored } from './records';

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export function identifierOf(name: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(name).toString('base64'));
}

const hex = (half: string): string => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0');

/** Clients send a UUID as text, or as two signed halves. */
export function uuidText(uuid: UUID | undefined): string {
  const halves = uuid?.getStructured();
  if (!halves) return (uuid?.getString() ?? '').toLowerCase();
  const digits = hex(halves.getMostSignificantBits()) + hex(halves.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const uuidOf = (text: string): UUID => new UUID().setString(text);

export const proposedOf = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed => ({
  id: uuidText(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: Buffer.from(message.getData_asU8()),
  metadata: Buffer.from(message.getCustomMetadata_asU8()),
});

/** What the client expects of the stream; the three messages that say so have their fields by the same names but one. */
export function expectedOf(
  options: AppendReq.Options | BatchAppendReq.Options | DeleteReq.Options,
  revision: string,
): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : Number(revision);
}

function recordOf(event: Stored): ReadResp.ReadEvent.RecordedEvent {
  const record = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.commit))
    .setPreparePosition(String(event.prepare))
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  const about = record.getMetadataMap();
  about.set('type', event.type).set('content-type', event.contentType).set('created', event.created);
  return record;
}

export const eventMessage = (event: Stored): ReadResp =>
  new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recordOf(event)).setCommitPosition(String(event.commit)));

export const checkpointMessage = ({ commit, prepare }: At): ReadResp =>
  new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  );

/** An error as the server sends it: a kind and its details in the trailing metadata. */
export function refusal(code: status, kind: string, details: Readonly<Record<string, string>>): Partial<StatusObject> {
  const metadata = new Metadata();
  metadata.set('exception', kind);
  for (const [name, value] of Object.entries(details)) metadata.set(name, value);
  return { code, details: kind, metadata };
}

export const streamDetails = (name: string) => ({ 'stream-name': name });
