package io.tongbao.staff;

import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.TotpDevices;

/** By what staff prove who they are. */
public record StaffCredentials(
        Passwords passwords, TotpDevices totp, Passkeys passkeys, RecoveryCodes recovery, Sessions sessions) {}
