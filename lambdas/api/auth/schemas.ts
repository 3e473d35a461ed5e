import { z } from '@hono/zod-openapi';
import { instantSchema } from '../shared/schemas.ts';

/** The sign-in library keeps its own paths and error form; these are the parts that the SPA calls. */
export const authErrorSchema = z
  .object({ code: z.string().optional(), message: z.string().optional() })
  .openapi('AuthError');

export const authUserSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    role: z.enum(['shopper', 'publisher', 'operator']),
  })
  .openapi('AuthUser');

const authSessionEntrySchema = z
  .object({
    id: z.string(),
    token: z.string(),
    expiresAt: instantSchema,
    createdAt: instantSchema,
    userAgent: z.string().nullable().optional(),
  })
  .openapi('AuthSessionEntry');

export const authSessionSchema = z
  .object({ session: authSessionEntrySchema, user: authUserSchema })
  .nullable()
  .openapi('AuthSession');

export const authSessionsSchema = z.array(authSessionEntrySchema);
export const authStatusSchema = z.object({ status: z.boolean() });
export const authSuccessSchema = z.object({ success: z.boolean() });
export const signedInSchema = z.object({ token: z.string().nullable(), user: authUserSchema.partial() });

const emailSchema = z.email().max(320);
const passwordSchema = z.string().min(10).max(128);
export const signUpBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: emailSchema,
  password: passwordSchema,
});
export const signInBody = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(128),
  rememberMe: z.boolean().optional(),
});
export const emptyBody = z.strictObject({});
export const requestResetBody = z.strictObject({ email: emailSchema });
export const resetPasswordBody = z.strictObject({ token: z.string().max(200), newPassword: passwordSchema });
