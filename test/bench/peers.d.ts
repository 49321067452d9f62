/** They are installed for the benchmark only; the types of the project are checked without them. */
declare module 'alova'
declare module 'alova/client'
declare module 'axios-auth-refresh'
declare module 'flyio/dist/npm/wx'
declare module 'luch-request'
declare module 'wafer2-client-sdk'
