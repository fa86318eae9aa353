// What the first public description of this API showed: its curl lines, and the keys and values of the answers. Of
// eleven activities, those that differ in shape are kept.

export const HOST = 'https://app.close.io'
export const KEY = 'yourapikey'
export const LEAD_ID = 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh'

export const commands = {
  createLead: 'curl -XPOST "https://app.close.io/api/v1/lead/" -d \'{"name":"test lead"}\' -u yourapikey:',
  me: 'curl -XGET "https://app.close.io/api/v1/me/" -u yourapikey:',
  fetchLead:
    'curl -XGET "https://app.close.io/api/v1/lead/lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh/" -u yourapikey:',
  updateLead:
    'curl -XPUT "https://app.close.io/api/v1/lead/lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh/" -d \'{"name":"test"}\' -u yourapikey: -H \'Content-Type: application/json\'',
  createLeadWithContact:
    'curl -XPOST "https://app.close.io/api/v1/lead/" -d \'{"name":"Nemitz Co", "contacts": [{"name":"Anthony Nemitz", "title":"CEO", "phones":[{"phone":"7632225552", "type":"mobile"}], "emails":[{"email": "anemitz@gmail.com","type":"home"}]}]}\' -u yourapikey: -H \'Content-Type: application/json\'',
  deleteLead: 'curl -XDELETE "https://app.close.io/api/v1/lead/lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh/"',
} as const

export const me = {
  id: 'user_H7vK6LZMChjkOvvgsj08argnBiFeIpPmM6crmOMQ8rS',
  organizations: [
    {
      id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      name: 'My Organization',
    },
  ],
  first_name: 'John',
  last_name: 'Smith',
  email: 'john@example.com',
}

export const fetchedLead = {
  status: 'qualified',
  activities: [
    {
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      _type: 'Call',
      voicemail_url: null,
      lead_id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
      date_updated: '2012-09-04T20:57:52.851000+00:00',
      voicemail_duration: null,
      direction: 'outbound',
      comments: [],
      is_new: false,
      note: '',
      phone: '+17632225552',
      contact_id: 'cont_3uawb3nYN7EDC4EJWqpvrylfIJc8nHBkFQn7UQl16fk',
      date_created: '2012-09-04T20:56:22.718000+00:00',
      duration: 65,
      user_id: 'user_H7vK6LZMChjkOvvgsj08argnBiFeIpPmM6crmOMQ8rS',
      id: 'acti_MQtG6KJJ9wwop9ixNtLINqzT46CVmbnY3VpNA9BG6RI',
    },
    {
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      _type: 'Call',
      voicemail_url: null,
      lead_id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
      date_updated: '2012-09-04T20:35:18.808000+00:00',
      voicemail_duration: null,
      direction: null,
      comments: [],
      is_new: false,
      note: '',
      phone: '+17632225552',
      contact_id: 'cont_3uawb3nYN7EDC4EJWqpvrylfIJc8nHBkFQn7UQl16fk',
      date_created: '2012-09-04T20:35:18.808000+00:00',
      duration: null,
      user_id: 'user_H7vK6LZMChjkOvvgsj08argnBiFeIpPmM6crmOMQ8rS',
      id: 'acti_xTWAOammOu8SaBdRN3HxoxcIdBY01zfMz60nwuPU0yH',
    },
    {
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      _type: 'Call',
      voicemail_url: null,
      lead_id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
      date_updated: '2012-08-27T22:52:28.057000+00:00',
      voicemail_duration: null,
      direction: 'outbound',
      comments: [],
      is_new: null,
      note: 'these are call notes.',
      phone: '+17632225552',
      contact_id: 'cont_3uawb3nYN7EDC4EJWqpvrylfIJc8nHBkFQn7UQl16fk',
      date_created: '2012-08-27T22:52:08.459000+00:00',
      duration: 0,
      user_id: null,
      id: 'acti_rK2JDcDiZQDjkRCY63Ck8H8tnomlt1Ete9i8ArEI2L7',
    },
    {
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      _type: 'Call',
      voicemail_url: null,
      lead_id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
      date_updated: '2012-08-27T19:11:34.746000+00:00',
      voicemail_duration: null,
      direction: 'inbound',
      comments: [],
      is_new: null,
      note: null,
      phone: '+17632225552',
      contact_id: 'cont_3uawb3nYN7EDC4EJWqpvrylfIJc8nHBkFQn7UQl16fk',
      date_created: '2012-08-27T19:10:58.662000+00:00',
      duration: 6,
      user_id: null,
      id: 'acti_0j9WCoMHGkkFmmrWpRYK46PhuY5R0jfivSGqxCgBZDv',
    },
    {
      _type: 'Created',
      user_id: null,
      lead_id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
      date_updated: '2012-08-27T18:40:00.028000+00:00',
      is_new: null,
      comments: [],
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      source: null,
      contact_id: null,
      date_created: '2012-08-27T18:40:00.028000+00:00',
      id: 'acti_RxhrJLQnMvwIETPwWhxPGBsvZJnhZ8zs9jGETLdxx1m',
    },
  ],
  display_name: 'anthony nemitz',
  addresses: [],
  name: 'anthony nemitz',
  contacts: [
    {
      name: '',
      title: '',
      phones: [
        {
          phone: '+17632225552',
          phone_formatted: '+1 763-222-5552',
          type: 'office',
        },
      ],
      emails: [],
      organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
      id: 'cont_3uawb3nYN7EDC4EJWqpvrylfIJc8nHBkFQn7UQl16fk',
    },
  ],
  date_updated: '2012-09-04T20:57:52.856000+00:00',
  opportunities: [],
  custom: {},
  organization_id: 'orga_NAOdGogArgYOLvYbsaLyLG9AbK8CscWiIIp2lD4LXbZ',
  date_created: '2012-08-27T18:40:00.025000+00:00',
  id: 'lead_5ISwLcsJWlr1ISL935eFoS2okRDIBun6klQCyR05Bnh',
  description: '',
}

export const updatedLead = {
  ...fetchedLead,
  display_name: 'test',
  name: 'test',
  date_updated: '2012-09-14T06:00:36.884000+00:00',
}

export const createdLead = {
  status: '',
  activities: [
    {
      _type: 'Created',
      user_id: 'user_RsorOiSu4owQylr28yEylca5W8BJXIL5qWIRua4lNxN',
      lead_id: 'lead_0DvBcipgqfWkiso51mybHenrRVfFs96LC7VpO52LnGq',
      date_updated: '2012-09-14T08:33:06.048000+00:00',
      is_new: null,
      comments: [],
      organization_id: 'orga_XbVPt5fFbKlYTz9PW5Ih0XDhViV10YihIaEfMEb6fVW',
      source: 'api',
      contact_id: null,
      date_created: '2012-09-14T08:33:06.048000+00:00',
      id: 'acti_ybvudNLKTLowcioYVoDHMT549X83ScuCFdielClkvUD',
    },
  ],
  display_name: 'Nemitz Co',
  addresses: [],
  name: 'Nemitz Co',
  contacts: [
    {
      name: 'Anthony Nemitz',
      title: 'CEO',
      phones: [
        {
          phone: '+17632225552',
          phone_formatted: '+1 763-222-5552',
          type: 'mobile',
        },
      ],
      emails: [
        {
          type: 'home',
          email: 'anemitz@gmail.com',
        },
      ],
      organization_id: 'orga_XbVPt5fFbKlYTz9PW5Ih0XDhViV10YihIaEfMEb6fVW',
      id: 'cont_WwEWPguFumIpcQQIlqgKdjyMiGKu3ZRGf2Xb7RQxxSv',
    },
  ],
  date_updated: '2012-09-14T08:33:06.036000+00:00',
  opportunities: [],
  custom: {},
  organization_id: 'orga_XbVPt5fFbKlYTz9PW5Ih0XDhViV10YihIaEfMEb6fVW',
  date_created: '2012-09-14T08:33:06.036000+00:00',
  id: 'lead_0DvBcipgqfWkiso51mybHenrRVfFs96LC7VpO52LnGq',
  description: '',
}
