import {
  AppWindow,
  Globe,
  Hash,
  Mail,
  Mailbox,
  MessageCircle,
  MessageSquareText,
  MessagesSquare,
  Phone,
  Share2,
  Smartphone,
  Store,
} from 'lucide-react';
import classes from './customers.module.css';

const icons = {
  web: Globe,
  app: Smartphone,
  call_centre: Phone,
  ivr: Hash,
  store: Store,
  email: Mail,
  sms: MessageSquareText,
  whatsapp: MessageCircle,
  chat: MessagesSquare,
  social: Share2,
  post: Mailbox,
  other: AppWindow,
};

/** The channel of an entry, beside its name. */
export const ChannelIcon = ({ channel }: { channel: string }) => {
  const Icon = Object.entries(icons).find(([name]) => name === channel)?.[1] ?? AppWindow;
  return (
    <span className={classes.icon}>
      <Icon size={16} aria-hidden />
    </span>
  );
};
