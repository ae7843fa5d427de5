import { londonText } from '@flow/app/demonstration/london-text';
import { wardPlans } from '@flow/app/demonstration/ward-plans';
import { readHospital } from '@flow/app/setup/read-hospital';
import { fill, happen } from '@flow/demo/generator/a-day';
import { openPas } from '@flow/demo/generator/hospital-days';
import { epochMsOf, instant } from '@flow/platform/time/instant';
import { boardsOf } from './boards';
import { SMALL_HOSPITAL, type ProductHere } from './product-here';

const MONDAY = epochMsOf(instant('2026-03-02T08:00:00.000Z'));
const EVERY_MS = 7 * 60_000;

const BED_TASKS = '{ bedTasks(first: 100) { nodes { id kind subjects status raisedAt } } }';
const PATIENT_TASKS = '{ patientTasks(first: 100) { nodes { id kind subjects status raisedAt } } }';
const MESSAGES = '{ messages(first: 100) { nodes { id controlId status reason messageType } } }';
const STAYS = `{ wardBoard(wardId: "W1") { beds { id history { nodes { id what why stayId occurredAt } } } } }`;

/** What a PAS tells of some hours in the small hospital, corrections, cancels, swaps and merges among them. */
export function someHours(seed: number, happenings = 60): readonly string[] {
  const pas = openPas({ wards: wardPlans(readHospital(SMALL_HOSPITAL)), seed, londonText });
  const filled = [...fill(pas, MONDAY)];
  const after = Array.from({ length: happenings }, (_none, index) => happen(pas, MONDAY + (index + 1) * EVERY_MS));
  return [...filled, ...after].flatMap(({ messages }) => messages);
}

/** Boards, histories, tasks and messages, as they are shown. */
export async function everythingShown(here: ProductHere) {
  const [bea, ina] = [await here.as('bea'), await here.as('ina')];
  const tasks = [await bea.ask(BED_TASKS), await ina.ask(PATIENT_TASKS)];
  const shown = [...tasks, await bea.ask(STAYS), await ina.ask(MESSAGES)];
  return { boards: await boardsOf(here), shown };
}
