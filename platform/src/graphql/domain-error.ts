import 'reflect-metadata';
import { Directive, Field, InterfaceType, ObjectType } from 'type-graphql';

/** What every refusal of a mutation has in common: the business said no, and that is data. */
@InterfaceType({ description: 'Why something was refused: a code for programs and a sentence for people.' })
export abstract class DomainError {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;
}

/** The refusal that services tell each other. `retry`: the same telling may succeed later without anyone changing it. */
@ObjectType({ implements: DomainError, description: 'Why one of our services refused what another told it.' })
@Directive('@shareable')
@Directive('@inaccessible')
export class TellRefusal extends DomainError {
  @Field(() => Boolean)
  retry!: boolean;
}

export const tellRefusal = (code: string, message: string, retry = false): TellRefusal =>
  Object.assign(new TellRefusal(), { code, message, retry });
