export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Words of the mails about an account. They name nobody, so that a wrong recipient learns nothing. */
export const mails = {
  verification: (url: string): Mail => ({
    subject: 'Confirm your e-mail address',
    text: `Welcome to the Kratos Digital Store.

Please confirm that this address is yours, within a day:
${url}

If you did not register, ignore this mail.`,
  }),
  reset: (baseUrl: string, token: string): Mail => ({
    subject: 'Choose a new password',
    text: `Somebody asked for a new password for your account at the Kratos Digital Store.

Choose one here, within an hour:
${baseUrl}/reset-password?token=${encodeURIComponent(token)}

If it was not you, ignore this mail; your password stays as it is.`,
  }),
  alreadyRegistered: (baseUrl: string): Mail => ({
    subject: 'You have an account already',
    text: `Somebody tried to register with this address, which has an account at the Kratos Digital Store already.

Sign in here, or ask for a new password there:
${baseUrl}/sign-in

If it was not you, ignore this mail.`,
  }),
};
