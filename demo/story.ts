import { leadCustomFields, leadStatuses, pipelines, users } from './company.ts'
import { crowd } from './crowd.ts'
import { bergmann, cedarline, juniper, kestrel, sundgren } from './evaluations.ts'
import { quillback, scouts } from './lost.ts'
import { brindle, brume, okonjo, saltmarsh } from './referrals.ts'
import { mensah, northlight, tidewater } from './regulars.ts'
import { larkspur } from './renewal.ts'
import { tell } from './tell.ts'
import type { DemoStory } from './types.ts'
import { fjallOchVav } from './wonBack.ts'

export type * from './types.ts'

/** Northfold, a small mill for outdoor textiles, and the forty companies it sells to, or would like to. */
export const story: DemoStory = {
  organization: {
    name: 'Northfold',
    currency: 'USD',
    country: 'US',
    timezone: 'America/New_York',
    phone: '+15035550100',
  },
  users,
  leadStatuses,
  pipelines,
  leadCustomFields,
  leads: [
    larkspur,
    fjallOchVav,
    brindle,
    saltmarsh,
    okonjo,
    brume,
    quillback,
    scouts,
    bergmann,
    sundgren,
    kestrel,
    cedarline,
    juniper,
    tidewater,
    mensah,
    northlight,
    ...crowd(),
  ].map(tell),
}
