/**
 * Where people without a company have their mail, so that two who have it there have nothing in common. The large ones
 * of every region; a domain that many leads share is taken for one as well, whatever it is.
 */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com
  aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io tuta.com zoho.com
  zohomail.com fastmail.com fastmail.fm hey.com hushmail.com mail.com email.com usa.com inbox.com comcast.net
  verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net frontier.com
  rogers.com shaw.ca sympatico.ca videotron.ca hotmail.co.uk yahoo.co.uk live.co.uk btinternet.com sky.com
  ntlworld.com virginmedia.com talktalk.net blueyonder.co.uk gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de
  freenet.de arcor.de posteo.de mailbox.org online.de vodafone.de yahoo.de hotmail.de outlook.de live.de bluewin.ch
  hispeed.ch aon.at chello.at orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr yahoo.fr hotmail.fr
  live.fr outlook.fr libero.it virgilio.it alice.it tiscali.it tin.it hotmail.it yahoo.it live.it terra.es
  telefonica.net yahoo.es hotmail.es sapo.pt telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl planet.nl hetnet.nl
  home.nl live.nl hotmail.nl telia.com live.se hotmail.se online.no live.no mail.dk hotmail.dk live.dk elisanet.fi
  wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg
  mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua tut.by walla.co.il
  walla.com mynet.com rediffmail.com yahoo.in yahoo.co.in qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com
  foxmail.com aliyun.com naver.com hanmail.net daum.net nate.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp
  i.softbank.jp yahoo.com.tw bigpond.com bigpond.net.au optusnet.com.au iinet.net.au yahoo.com.au xtra.co.nz
  uol.com.br bol.com.br terra.com.br ig.com.br yahoo.com.br hotmail.com.br globo.com yahoo.com.ar yahoo.com.mx
  prodigy.net.mx telkomsa.net webmail.co.za mweb.co.za mailinator.com yopmail.com`.split(/\s+/),
)

/** Whether anybody can have an address there. */
export const isFreeMail = (domain: string): boolean => FREE_MAIL.has(domain)
